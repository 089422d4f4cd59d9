//! 1 error

use retry_client::{Result, client};

#[client(base_url = "https://api.example.com")]
pub trait Api {
    type Id: std::fmt::Display;

    #[get("/users/{id}")]
    async fn user(&self, id: Self::Id) -> Result<()>;
}

pub async fn use_it(client: &ApiClient) -> Result<ApiClient> {
    let _ = client.clone();
    ApiClient::new()
}

fn main() {}
