//! 2 errors

use retry_client::{Result, client};

#[client]
trait Api {
    #[cfg(all())]
    #[get("/users/{id}")]
    async fn user(&self, #[cfg(all())] name: u8) -> Result<String>;

    #[cfg(not(any()))]
    #[get("/users/{user}")]
    async fn same(&self, user: u8, user: u8) -> Result<String>;

    #[get("/people")]
    async fn people(&self) -> Result<String>;
}

fn main() {
    let api = ApiClient::with_base_url("https://h").unwrap();
    let _ = api.people();
}
