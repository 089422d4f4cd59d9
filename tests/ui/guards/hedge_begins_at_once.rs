//! rule 50
#[retry_client::client(base_url = "https://api.example.com")]
trait Api {
    #[get("/users")]
    #[hedge(after = 0s)]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
