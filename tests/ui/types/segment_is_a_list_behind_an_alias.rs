//! rule 8

use retry_client::{Result, client};

type Ids = Vec<u64>;

#[client]
trait Api {
    #[get("/users/{ids}")]
    async fn users(&self, ids: Ids) -> Result<String>;
}

fn main() {}
