//! 3 errors

use retry_client::{Result, client};

#[mockall::automock]
#[client(base_url = "https://api.example.com")]
pub trait Api {
    #[get("/users/{id}")]
    async fn user(&self, id: u64) -> Result<String>;
}

pub fn use_it() -> MockApi {
    MockApi::new()
}

fn main() {}
