//! rule 10

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    async fn users(&self, #[query(cvs)] ids: &[u64]) -> Result<String>;
}

fn main() {}
