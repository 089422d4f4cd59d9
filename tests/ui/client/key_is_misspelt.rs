//! rule 10

use retry_client::{Result, client};

#[client(base_ulr = "https://api.example.com")]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
