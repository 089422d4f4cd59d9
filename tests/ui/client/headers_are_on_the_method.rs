//! rule 32

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[headers("x-api" = "1")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
