//! 1 error

use retry_client::{Result, client};

#[client(crate = ::retry_clinet)]
trait Api {
    #[get("/users/{id}")]
    async fn user(&self, id: u64) -> Result<String>;
}

fn main() {}
