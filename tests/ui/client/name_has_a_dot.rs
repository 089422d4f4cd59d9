//! rule 10

use retry_client::{Result, client};

#[client(base_url = "https://api.example.com", name = "billing.v2")]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
