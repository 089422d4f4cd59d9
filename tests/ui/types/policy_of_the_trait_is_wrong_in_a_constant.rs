//! rule 18

use std::time::Duration;

use retry_client::{Result, client};

const SLOW: Duration = Duration::from_secs(60);

#[client]
#[retry(exponential, base = SLOW)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
