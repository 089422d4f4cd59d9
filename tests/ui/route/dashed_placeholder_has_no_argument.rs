//! rule 1

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users/{user-id}/posts")]
    async fn posts(&self) -> Result<String>;
}

fn main() {}
