//! rule 54

use retry_client::{Result, client};

#[derive(serde::Deserialize)]
struct Listed {}

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/items")]
    #[pages(page = "page")]
    async fn items(&self) -> Result<Listed>;
}

fn main() {}
