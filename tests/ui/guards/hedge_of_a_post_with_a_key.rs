//! rule 49
#[retry_client::client(base_url = "https://api.example.com")]
trait Api {
    #[post("/orders")]
    #[idempotency_key]
    #[hedge(after = 200ms)]
    async fn order(&self) -> retry_client::Result<String>;
}

fn main() {}
