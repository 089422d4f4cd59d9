//! rule 1

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users/{r#type}")]
    async fn users(&self, r#type: &str) -> Result<String>;
}

fn main() {}
