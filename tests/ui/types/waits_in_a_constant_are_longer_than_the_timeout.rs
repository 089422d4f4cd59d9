//! rule 33

use std::time::Duration;

use retry_client::{Result, client};

const PAUSE: Duration = Duration::from_secs(4);

#[client]
trait Api {
    #[get("/users", timeout = 5s)]
    #[retry(constant, base = PAUSE, attempts = 3)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
