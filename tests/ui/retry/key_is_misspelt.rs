//! rule 10

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(exponential, atempts = 4)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
