//! rule 47
#[retry_client::client(base_url = "https://api.example.com")]
#[concurrency(0)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
