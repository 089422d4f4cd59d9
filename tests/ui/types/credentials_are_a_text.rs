//! rule 58

use retry_client::{Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

fn main() {
    let _ = ApiClient::builder().credentials("t0ken").build();
}
