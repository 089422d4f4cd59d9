//! rule 17

use retry_client::{Result, client};

const ATTEMPTS: u32 = 0;

#[client]
trait Api {
    #[get("/users")]
    #[retry(attempts = ATTEMPTS)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
