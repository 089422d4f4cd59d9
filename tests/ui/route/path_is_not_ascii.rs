//! rule 7

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/straße")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
