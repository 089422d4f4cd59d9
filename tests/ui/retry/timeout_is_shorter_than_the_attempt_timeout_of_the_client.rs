//! rule 19

use retry_client::{Result, client};

#[client(attempt_timeout = 10s)]
trait Api {
    #[get("/users", timeout = 5s)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
