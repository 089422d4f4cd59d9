//! rule 20

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(exponential, base = 100)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
