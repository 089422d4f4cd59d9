//! rule 14

use retry_client::{Result, client};

#[client]
trait Api {
    #[post("/orders")]
    #[retry(exponential, attempts = 3)]
    async fn order(&self) -> Result<()>;
}

fn main() {}
