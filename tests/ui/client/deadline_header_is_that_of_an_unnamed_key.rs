//! rule 28

use retry_client::{Result, client};

#[client(deadline_header = "Idempotency-Key")]
trait Api {
    #[post("/orders")]
    #[idempotency_key]
    async fn order(&self) -> Result<String>;
}

fn main() {}
