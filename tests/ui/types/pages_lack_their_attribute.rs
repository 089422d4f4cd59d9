//! rule 54

use retry_client::{Pages, Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/items")]
    async fn items(&self) -> Result<Pages<String>>;
}

fn main() {}
