//! rule 28

use retry_client::{Result, client};

const AGENT: &str = "me/1.0\n";

#[client(headers("user-agent" = AGENT))]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
