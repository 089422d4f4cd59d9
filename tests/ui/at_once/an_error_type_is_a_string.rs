//! 1 error

use retry_client::client;

#[client(base_url = "https://api.example.com", dyn)]
pub trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String, String>;
}

fn main() {}
