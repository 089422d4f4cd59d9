//! rule 15

use retry_client::{Result, client};

#[client]
trait Api {
    #[post("/orders")]
    async fn order(&self, #[idempotency_key] key: &str, #[idempotency_key] id: &str) -> Result<()>;
}

fn main() {}
