//! rule 1

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users/{user-id}")]
    async fn user(&self, user_id: u64) -> Result<String>;
}

fn main() {}
