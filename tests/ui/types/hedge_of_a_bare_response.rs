//! rule 52
#[retry_client::client(base_url = "https://api.example.com")]
#[retry(exponential)]
trait Api {
    #[get("/users")]
    #[hedge(after = 200ms, at_most = 2)]
    async fn users(&self) -> retry_client::Result<retry_client::Response>;
}

fn main() {}
