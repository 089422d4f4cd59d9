//! rule 10

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    async fn users(&self, #[query(nested)] filter: &str) -> Result<String>;
}

fn main() {}
