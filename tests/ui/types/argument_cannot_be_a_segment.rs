//! rule 26

use retry_client::{Result, client};

struct UserId(u64);

#[client]
trait Api {
    #[get("/users/{id}")]
    async fn user(&self, id: UserId) -> Result<String>;
}

fn main() {}
