//! rule 53
#[retry_client::client(base_url = "https://api.example.com")]
trait Api {
    #[get("/users")]
    #[fallback(String::new)]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
