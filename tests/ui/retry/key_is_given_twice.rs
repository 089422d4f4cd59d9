//! rule 11

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(attempts = 3, statuses = [429], attempts = 5)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
