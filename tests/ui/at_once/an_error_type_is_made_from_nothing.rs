//! 1 error

use retry_client::client;

#[derive(Debug)]
pub struct Mine;

#[client(base_url = "https://api.example.com")]
#[retry(exponential)]
pub trait Api {
    #[get("/users", none_on = 404)]
    async fn users(&self) -> Result<Option<String>, Mine>;
}

pub async fn use_it(client: &ApiClient) {
    let _ = client.users();
}

fn main() {}
