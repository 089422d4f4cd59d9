//! rule 31

use retry_client::{Result, client};

#[client]
#[async_trait::async_trait(?Send)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
