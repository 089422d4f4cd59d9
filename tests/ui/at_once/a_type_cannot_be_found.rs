//! 1 error

use retry_client::{Result, client};

#[client(base_url = "https://api.example.com", dyn)]
pub trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<Vec<Usr>>;
}

pub async fn use_it(client: &ApiClient) -> Result<()> {
    client.users().await.map(drop)
}

fn main() {}
