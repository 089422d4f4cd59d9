//! rule 19

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users", timeout = 5s, attempt_timeout = 10s)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
