//! rule 28

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    async fn users(&self, #[header("Content-Length")] length: u64) -> Result<String>;
}

fn main() {}
