//! rule 19

use std::time::Duration;

use retry_client::{Result, client};

const SHORT: Duration = Duration::from_secs(1);

#[client(timeout = SHORT, attempt_timeout = 5s)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;

    #[get("/users/{id}")]
    async fn user(&self, id: u64) -> Result<String>;
}

fn main() {}
