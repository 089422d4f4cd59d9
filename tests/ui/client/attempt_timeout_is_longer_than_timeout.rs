//! rule 19

use retry_client::{Result, client};

#[client(timeout = 500ms, attempt_timeout = 1s)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
