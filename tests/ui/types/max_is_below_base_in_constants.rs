//! rule 18

use std::time::Duration;

use retry_client::{Result, client};

const BASE: Duration = Duration::from_secs(5);
const MAX: Duration = Duration::from_secs(2);

#[client]
trait Api {
    #[get("/users")]
    #[retry(exponential, base = BASE, max = MAX)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
