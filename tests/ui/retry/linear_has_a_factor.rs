//! rule 22

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(linear, factor = 2)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
