//! rule 52
#[retry_client::client(base_url = "https://api.example.com")]
trait Api {
    #[get("/users")]
    #[retry(exponential, until = is_ready)]
    #[hedge(after = 200ms)]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}

fn is_ready(text: &String) -> bool {
    text == "ready"
}
