//! 10 errors

use retry_client::{Result, client};

#[client(base_url = "api.example.com", timeuot = 30s)]
#[retry(exponentail, attempts = 1)]
trait Api {
    #[get("users")]
    async fn users(&self, page: u32) -> Result<String>;

    #[post("/users")]
    #[retry(linear, base = 100)]
    async fn add(&self, #[json] name: &str) -> Result<()>;

    #[put("/users/{id}")]
    #[idempotent]
    async fn rename(&mut self, id: u64) -> Result<()>;
}

fn main() {}
