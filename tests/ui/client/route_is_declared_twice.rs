//! rule 29

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users/{id}")]
    async fn user(&self, id: u64) -> Result<String>;

    #[get("/users/{id}")]
    async fn name(&self, id: u64) -> Result<String>;
}

fn main() {}
