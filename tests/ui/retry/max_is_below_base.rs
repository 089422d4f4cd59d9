//! rule 18

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(exponential, base = 5s, max = 2s)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
