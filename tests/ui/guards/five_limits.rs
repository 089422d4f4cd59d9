//! rule 44
#[retry_client::client(base_url = "https://api.example.com")]
#[rate_limit(1 per 1s)]
#[rate_limit(2 per 2s)]
#[rate_limit(3 per 3s)]
#[rate_limit(4 per 4s)]
#[rate_limit(5 per 5s)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
