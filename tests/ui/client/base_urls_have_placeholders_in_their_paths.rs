//! rule 36

use retry_client::{Result, client};

#[client(base_urls = ["https://eu.example.com", "https://us.example.com/{tenant}/v1"])]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
