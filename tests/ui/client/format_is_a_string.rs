//! rule 10

use retry_client::{Result, client};

#[client(base_url = "https://shop.example.com", format = "xml")]
trait Shop {
    #[get("/total")]
    async fn total(&self) -> Result<u64>;
}

fn main() {}
