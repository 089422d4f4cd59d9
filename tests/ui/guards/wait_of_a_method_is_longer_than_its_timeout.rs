//! rule 46
#[retry_client::client(base_url = "https://api.example.com")]
trait Api {
    #[get("/users", timeout = 1s)]
    #[concurrency(3, wait = 2s)]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
