//! rule 1

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users/{user}/posts/{post}")]
    async fn post(&self, user: &str) -> Result<String>;
}

fn main() {}
