//! rule 20

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users", timeout = 2 * 5s)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
