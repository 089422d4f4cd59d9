//! rule 2

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    async fn users(&self, page: u32) -> Result<String>;
}

fn main() {}
