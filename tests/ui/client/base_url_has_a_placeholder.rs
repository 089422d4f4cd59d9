//! rule 36

use retry_client::{Result, client};

#[client(base_url = "https://{tenant}.example.com")]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
