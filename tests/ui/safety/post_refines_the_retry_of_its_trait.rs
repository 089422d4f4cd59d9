//! rule 14

use retry_client::{Result, client};

#[client]
#[retry(exponential)]
trait Api {
    #[post("/orders")]
    #[retry(attempts = 2)]
    async fn order(&self) -> Result<()>;
}

fn main() {}
