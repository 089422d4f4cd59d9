//! rule 49
#[retry_client::client(base_url = "https://api.example.com")]
trait Api {
    #[put("/users/{id}")]
    #[hedge(after = 200ms)]
    async fn rename(&self, id: u64, #[query] name: &str) -> retry_client::Result<()>;
}

fn main() {}
