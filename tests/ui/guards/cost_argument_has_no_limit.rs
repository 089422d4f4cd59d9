//! rule 45
#[retry_client::client(base_url = "https://api.example.com")]
trait Api {
    #[get("/users")]
    async fn users(&self, #[cost] tokens: u32) -> retry_client::Result<String>;
}

fn main() {}
