//! 1 error

use retry_client::client;

#[client(base_url = "https://api.example.com")]
pub trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String, ApiEror>;
}

fn main() {}
