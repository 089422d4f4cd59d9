//! rule 11

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users/{id}", none_on = 404, none_on = 410)]
    async fn user(&self, id: u64) -> Result<Option<String>>;
}

fn main() {}
