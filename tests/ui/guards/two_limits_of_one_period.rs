//! rule 44
#[retry_client::client(base_url = "https://api.example.com")]
#[rate_limit(10 per 1s)]
#[rate_limit(20 per 1s)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
