//! rule 57

use retry_client::{Pages, Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/items")]
    #[retry(until = Vec::is_empty)]
    #[pages(link)]
    async fn items(&self) -> Result<Pages<String>>;
}

fn main() {}
