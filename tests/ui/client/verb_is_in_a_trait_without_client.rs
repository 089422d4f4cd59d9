//! rule 32

use retry_client::{Result, get};

trait Api {
    #[get("/users/{id}")]
    async fn user(&self, #[query] id: u64) -> Result<String>;
}

fn main() {}
