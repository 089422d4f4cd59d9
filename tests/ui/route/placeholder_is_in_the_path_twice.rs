//! rule 6

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/repos/{name}/{name}")]
    async fn repo(&self, name: &str) -> Result<String>;
}

fn main() {}
