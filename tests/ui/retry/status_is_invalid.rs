//! rule 21

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(statuses = [4290])]
    async fn users(&self) -> Result<String>;
}

fn main() {}
