//! rule 33

use retry_client::{Result, client};

#[client(timeout = 10s)]
trait Api {
    #[get("/users")]
    #[retry(constant, base = 1s, attempts = 20)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
