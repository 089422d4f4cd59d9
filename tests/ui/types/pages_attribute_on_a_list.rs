//! rule 54

use retry_client::{Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/items")]
    #[pages(link)]
    async fn items(&self) -> Result<Vec<String>>;
}

fn main() {}
