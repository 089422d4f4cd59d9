//! rule 18

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(random, min = 3s, max = 1s)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
