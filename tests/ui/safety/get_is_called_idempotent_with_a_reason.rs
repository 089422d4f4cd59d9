//! rule 16

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/orders")]
    #[idempotent("it only reads")]
    async fn orders(&self) -> Result<String>;
}

fn main() {}
