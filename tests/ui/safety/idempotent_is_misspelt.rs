//! rule 9

use retry_client::{Result, client};

#[client]
trait Api {
    #[post("/users")]
    #[idempotant]
    async fn add(&self) -> Result<()>;
}

fn main() {}
