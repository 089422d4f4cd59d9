//! rule 47
#[retry_client::client(base_url = "https://api.example.com")]
#[concurrency(4)]
trait Api {
    #[get("/users")]
    #[concurrency(8)]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
