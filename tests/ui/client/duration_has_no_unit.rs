//! rule 20

use retry_client::{Result, client};

#[client(timeout = 30)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
