//! rule 51
#[retry_client::client(base_url = "https://api.example.com")]
trait Api {
    #[get("/users")]
    #[hedge(after = 200ms, at_most = 4)]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
