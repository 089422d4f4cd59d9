//! rule 5

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/files/v{path*}")]
    async fn file(&self, path: &str) -> Result<String>;
}

fn main() {}
