//! rule 32
trait Api {
    #[retry_client::hedge(after = 200ms)]
    async fn users(&self) -> retry_client::Result<String>;
}

fn main() {}
