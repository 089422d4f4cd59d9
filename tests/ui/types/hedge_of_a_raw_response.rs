//! rule 52
#[retry_client::client(base_url = "https://api.example.com")]
trait Api {
    #[get("/users")]
    #[hedge(after = 200ms)]
    async fn users(&self) -> retry_client::Result<retry_client::Reply<retry_client::Response>>;
}

fn main() {}
