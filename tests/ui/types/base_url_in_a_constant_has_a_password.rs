//! rule 36

use retry_client::{Result, client};

const US: &str = "https://me:secret@us.example.com";

#[client(base_urls = ["https://eu.example.com", US])]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
