//! rule 42
#[retry_client::client(base_url = "https://api.example.com")]
#[rate_limit(100)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
