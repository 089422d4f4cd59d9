//! rule 32

use retry_client::{Result, client, retry};

#[retry(exponential)]
#[client]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
