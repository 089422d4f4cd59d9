//! rule 12

use retry_client::{Result, client};

#[client]
trait Api {
    #[retry(exponential)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
