//! rule 32
#[retry_client::client(base_url = "https://api.example.com")]
#[hedge(after = 200ms)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
