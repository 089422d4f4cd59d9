//! rule 9

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    async fn users(&self, #[qeury] page: u32) -> Result<String>;
}

fn main() {}
