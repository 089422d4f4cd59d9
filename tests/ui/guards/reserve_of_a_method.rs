//! rule 41
#[retry_client::client(base_url = "https://api.example.com")]
#[retry(exponential)]
trait Api {
    #[get("/users")]
    #[budget(reserve = 0)]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
