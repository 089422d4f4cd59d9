//! rule 22

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(constant, base = 1s, max = 10s)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
