//! rule 57

use retry_client::{Pages, Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/items")]
    #[pages(link)]
    async fn items(&self) -> Result<Pages<String>>;
}

async fn headers(api: ApiClient) {
    let _ = api.items().reply().await;
}

fn main() {}
