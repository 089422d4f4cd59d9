//! rule 27

use retry_client::{Body, Result, client};

#[client]
trait Api {
    #[post("/files")]
    #[idempotency_key]
    #[retry(attempts = 2)]
    async fn upload(&self, #[body] file: Body) -> Result<()>;
}

fn main() {}
