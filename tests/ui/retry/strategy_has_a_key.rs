//! rule 23

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(strategy = exponential)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
