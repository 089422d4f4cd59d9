//! rule 57

use retry_client::{Pages, Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/items")]
    #[pages(link)]
    async fn items(&self) -> Result<Option<Pages<String>>>;
}

fn main() {}
