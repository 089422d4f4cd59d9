//! rule 23

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(exponentional, attempts = 4)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
