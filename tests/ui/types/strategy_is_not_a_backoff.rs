//! rule 23

use retry_client::{Result, client};

const SLOWLY: u64 = 5;

#[client]
trait Api {
    #[get("/users")]
    #[retry(SLOWLY)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
