//! rule 33

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users", timeout = 3s)]
    #[retry(list(1s, 5s))]
    async fn users(&self) -> Result<String>;
}

fn main() {}
