//! rule 7

use retry_client::{Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get(/users/{id})]
    async fn user(&self, id: u64) -> Result<String>;
}

fn main() {}
