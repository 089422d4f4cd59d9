//! rule 7

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/./users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
