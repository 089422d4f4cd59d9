//! rule 8

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users/{ids}")]
    async fn users(&self, ids: &[u64]) -> Result<String>;
}

fn main() {}
