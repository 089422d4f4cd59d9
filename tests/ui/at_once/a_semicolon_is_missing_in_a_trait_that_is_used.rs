//! 1 error

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>
    
    #[get("/users/{id}")]
    async fn user(&self, id: u64) -> Result<String>;
}

async fn used() -> Result<String> {
    ApiClient::new("http://localhost")?.user(1).await
}

fn main() {}
