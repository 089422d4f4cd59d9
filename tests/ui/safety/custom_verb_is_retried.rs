//! rule 14

use retry_client::{Result, client};

#[client]
trait Api {
    #[request(PURGE, "/cache")]
    #[retry]
    async fn purge(&self) -> Result<()>;
}

fn main() {}
