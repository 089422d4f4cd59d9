//! rule 28

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    async fn users(&self, #[cookie("my session")] session: &str) -> Result<String>;
}

fn main() {}
