//! rule 48
#[retry_client::client(base_url = "https://api.example.com")]
#[circuit_breaker(of = 4)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
