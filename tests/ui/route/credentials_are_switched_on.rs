//! rule 10

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users", credentials = on)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
