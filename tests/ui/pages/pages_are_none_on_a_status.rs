//! rule 57

use retry_client::{Pages, Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/items", none_on = 404)]
    #[pages(link)]
    async fn items(&self) -> Result<Pages<String>>;
}

fn main() {}
