//! 3 errors

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users/{id}", timeout = 5)]
    #[retry(attempts = 0)]
    async fn user(&self, id: u64, #[qeury] page: u32) -> Result<String>;
}

fn main() {}
