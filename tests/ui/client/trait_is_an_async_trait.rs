//! rule 31

use retry_client::{Result, client};

#[client]
#[async_trait]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
