//! rule 18

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(linear, base = 1m)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
