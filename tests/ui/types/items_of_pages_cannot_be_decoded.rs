//! rule 25

use retry_client::{Pages, Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/items")]
    #[pages(link)]
    async fn items(&self) -> Result<Pages<std::time::Instant>>;
}

fn main() {}
