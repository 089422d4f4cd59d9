//! rule 43
#[retry_client::client(base_url = "https://api.example.com")]
#[rate_limit(10 per 1s, burst = 11)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
