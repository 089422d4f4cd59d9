//! rule 3

use retry_client::{Result, client};

#[client]
trait Api {
    #[post("/users")]
    async fn add(&self, #[json] #[form] user: &str) -> Result<()>;
}

fn main() {}
