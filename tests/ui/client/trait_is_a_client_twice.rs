//! rule 11

use retry_client::{Result, client};

#[client(timeout = 10s)]
#[client]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
