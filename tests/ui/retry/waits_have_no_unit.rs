//! rule 20

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(list(100, 1s))]
    async fn users(&self) -> Result<String>;
}

fn main() {}
