//! rule 15

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/orders")]
    #[idempotency_key]
    async fn orders(&self) -> Result<String>;
}

fn main() {}
