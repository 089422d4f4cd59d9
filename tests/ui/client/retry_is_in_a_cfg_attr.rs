//! rule 32

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[cfg_attr(unix, retry(attempts = 2))]
    async fn users(&self) -> Result<String>;
}

fn main() {}
