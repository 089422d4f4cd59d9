//! rule 28

use retry_client::{Result, client};

#[client(headers("user-agent" = "me/1.0\n"))]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
