//! rule 56

use retry_client::{Pages, Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/items")]
    #[pages(link, items = "")]
    async fn items(&self) -> Result<Pages<String>>;
}

fn main() {}
