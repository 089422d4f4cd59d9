//! rule 36

use retry_client::{Result, client};

const BASE: &str = "api.example.com";

#[client(base_url = BASE)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
