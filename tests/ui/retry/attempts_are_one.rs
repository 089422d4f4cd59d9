//! rule 17

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(exponential, attempts = 1)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
