//! rule 21

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users/{id}", none_on = 44)]
    async fn user(&self, id: u64) -> Result<Option<String>>;
}

fn main() {}
