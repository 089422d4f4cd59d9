//! rule 35

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/job")]
    #[retry(constant, attempts = unlimited)]
    async fn job(&self) -> Result<String>;
}

fn main() {}
