//! rule 17

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(attempts = "3")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
