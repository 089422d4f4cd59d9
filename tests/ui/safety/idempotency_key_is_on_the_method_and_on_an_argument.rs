//! rule 15

use retry_client::{Result, client};

#[client]
trait Api {
    #[post("/orders")]
    #[idempotency_key]
    async fn order(&self, #[idempotency_key] key: &str) -> Result<()>;
}

fn main() {}
