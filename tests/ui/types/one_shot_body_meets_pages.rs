//! rule 27

use retry_client::{Pages, Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[post("/items")]
    #[pages(link)]
    async fn items(&self, #[body] body: retry_client::Body) -> Result<Pages<String>>;
}

fn main() {}
