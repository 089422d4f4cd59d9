//! rule 36

use retry_client::{Result, client};

#[client(base_url = "https://api.example.com/v1; ")]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
