//! rule 52

use retry_client::{Pages, Result, client};

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/x")]
    #[pages(link)]
    #[hedge(after = 200ms)]
    async fn x(&self) -> Result<Pages<u8>>;
}

fn main() {}
