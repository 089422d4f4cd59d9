//! rule 25

use retry_client::{Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/lines", end = "[DONE]")]
    async fn lines(&self) -> Result<String>;
}

fn main() {
    let _ = ApiClient::new();
}
