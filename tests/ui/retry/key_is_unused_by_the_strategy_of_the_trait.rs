//! rule 22

use retry_client::{Result, client};

#[client]
#[retry(random)]
trait Api {
    #[get("/users")]
    #[retry(spread = 1s)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
