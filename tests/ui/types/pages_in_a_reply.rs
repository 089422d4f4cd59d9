//! rule 57

use retry_client::{Pages, Reply, Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/items")]
    #[pages(link)]
    async fn items(&self) -> Result<Reply<Pages<String>>>;
}

fn main() {}
