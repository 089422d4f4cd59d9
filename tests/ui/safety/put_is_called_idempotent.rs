//! rule 16

use retry_client::{Result, client};

#[client]
trait Api {
    #[put("/orders/{id}")]
    #[idempotent]
    async fn replace(&self, id: u64) -> Result<()>;
}

fn main() {}
