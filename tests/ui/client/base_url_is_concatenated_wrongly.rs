//! rule 36

use retry_client::{Result, client};

#[client(base_url = concat!("htps", "://api.example.com"))]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
