//! rule 53
#[retry_client::client(base_url = "https://api.example.com")]
#[fallback]
trait Api {
    #[get("/users")]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
