//! rule 45
#[retry_client::client(base_url = "https://api.example.com")]
#[rate_limit(100 per 1s, cost = tokens)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
