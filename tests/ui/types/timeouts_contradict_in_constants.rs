//! rule 19

use std::time::Duration;

use retry_client::{Result, client};

const LONG: Duration = Duration::from_secs(20);

#[client]
trait Api {
    #[get("/users", timeout = 5s, attempt_timeout = LONG)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
