//! rule 40
#[retry_client::client(base_url = "https://api.example.com")]
#[budget(20%)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
