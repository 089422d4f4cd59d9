//! rule 12

use retry_client::{Result, client};

#[client]
trait Api {
    #[cfg_attr(unix, get("/users"))]
    async fn users(&self) -> Result<String>;
}

fn main() {}
