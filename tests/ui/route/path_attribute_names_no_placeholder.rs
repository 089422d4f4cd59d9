//! rule 1

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users/{login}")]
    async fn user(&self, #[path("lgin")] name: &str) -> Result<String>;
}

fn main() {}
