//! rule 42
#[retry_client::client(base_url = "https://api.example.com")]
#[rate_limit(0 per 1s)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
