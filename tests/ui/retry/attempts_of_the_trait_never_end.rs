//! rule 35

use retry_client::{Result, client};

#[client]
#[retry(attempts = unlimited)]
trait Api {
    #[get("/job")]
    async fn job(&self) -> Result<String>;
}

fn main() {}
