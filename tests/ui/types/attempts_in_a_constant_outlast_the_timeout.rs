//! rule 33

use retry_client::{Result, client};

const ATTEMPTS: u32 = 40;

#[client(timeout = 10s)]
#[retry(linear, attempts = ATTEMPTS)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
