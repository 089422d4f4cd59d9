//! rule 6

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/{path}/{path*}")]
    async fn file(&self, path: &str) -> Result<String>;
}

fn main() {}
