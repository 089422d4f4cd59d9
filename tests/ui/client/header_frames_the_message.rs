//! rule 28

use retry_client::{Result, client};

#[client(headers("connection" = "close"))]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
