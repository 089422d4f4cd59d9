//! rule 7

use retry_client::{Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[request(PROPFIND, /files/{path*}, timeout = 5s)]
    async fn properties(&self, path: &str) -> Result<String>;
}

fn main() {}
