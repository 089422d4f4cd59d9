//! rule 40
#[retry_client::client(base_url = "https://api.example.com")]
#[retry(exponential)]
trait Api {
    #[get("/users")]
    #[retry(off)]
    #[budget(off)]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
