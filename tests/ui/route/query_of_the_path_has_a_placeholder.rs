//! rule 7

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users?page={page}")]
    async fn users(&self, page: u32) -> Result<String>;
}

fn main() {}
