//! rule 18

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(exponential, factor = 0.5)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
