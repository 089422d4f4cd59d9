//! rule 7

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users?page=1?size=2")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
