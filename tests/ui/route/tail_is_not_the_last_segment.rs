//! rule 5

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/files/{path*}/raw")]
    async fn raw(&self, path: &str) -> Result<String>;
}

fn main() {}
