//! rule 21

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(statuses = [408, 429, 408])]
    async fn users(&self) -> Result<String>;
}

fn main() {}
