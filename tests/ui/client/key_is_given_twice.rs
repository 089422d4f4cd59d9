//! rule 11

use retry_client::{Result, client};

#[client(timeout = 10s, timeout = 30s)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
