//! rule 52
#[retry_client::client(base_url = "https://api.example.com")]
#[retry(exponential)]
trait Api {
    #[post("/search")]
    #[retry(off)]
    #[idempotent("a search changes nothing")]
    #[hedge(after = 200ms)]
    async fn search(&self, #[body] body: retry_client::Body) -> retry_client::Result<String>;
}

fn main() {}
