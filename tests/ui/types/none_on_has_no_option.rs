//! rule 30

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users/{id}", none_on = 404)]
    async fn user(&self, id: u64) -> Result<String>;
}

fn main() {}
