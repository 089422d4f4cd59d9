//! rule 4

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/search")]
    async fn search(&self, #[json] filter: &str) -> Result<String>;
}

fn main() {}
