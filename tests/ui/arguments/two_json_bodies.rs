//! rule 3

use retry_client::{Result, client};

#[client]
trait Api {
    #[post("/users")]
    async fn add(&self, #[json] name: &str, #[json] mail: &str) -> Result<()>;
}

fn main() {}
