//! rule 29

use retry_client::{Result, client};

#[client]
trait Api {
    #[post("/", headers("x-operation" = "Get"))]
    async fn get(&self, #[query] table: &str, #[json] key: &str) -> Result<String>;

    #[post("/", headers("x-operation" = "Put"))]
    async fn put(&self, #[query] table: &str, #[json] key: &str) -> Result<String>;

    #[post("/", headers("X-Operation" = "Put"))]
    async fn store(&self, #[json] body: &str, #[query] table: &str) -> Result<String>;
}

fn main() {}
