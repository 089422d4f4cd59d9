//! rule 10

use retry_client::{Result, client};

const NAME: &str = "billing";

#[client(base_url = "https://api.example.com", name = NAME)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
