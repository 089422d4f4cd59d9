//! 1 error

use retry_client::{Result, client};

#[client]
trait Api {
    #[cfg(any())]
    #[get("/users")]
    async fn users(&self) -> Result<Missing>;

    #[cfg(all())]
    #[get("/users/{id}")]
    async fn user(&self, id: u64) -> Result<String>

    #[get("/people")]
    async fn people(&self) -> Result<String>;
}

fn main() {
    let api = ApiClient::with_base_url("https://h").unwrap();
    let _ = (api.user(1), api.people());
}
