//! 1 error

use retry_client::{Error, Result, client};

#[client(base_url = "https://api.example.com", dyn)]
pub trait Api {
    type Failure: From<Error>;

    #[get("/users")]
    async fn users(&self) -> Result<String, Self::Failure>;

    #[get("/users/{id}")]
    async fn user(&self, id: u64) -> Result<String>;
}

pub async fn use_it(client: &ApiClient) -> Result<String> {
    client.user(1).await
}

fn main() {}
