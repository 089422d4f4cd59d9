//! rule 10

use retry_client::{Pages, Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/items")]
    #[pages(links)]
    async fn items(&self) -> Result<Pages<String>>;
}

fn main() {}
