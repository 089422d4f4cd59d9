//! rule 1

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users/{user_id}")]
    async fn user(&self, userid: u64) -> Result<String>;
}

fn main() {}
