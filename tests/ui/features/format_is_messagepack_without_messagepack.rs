//! rule 37

use retry_client::{MessagePack, Result, client};

#[client(base_url = "https://shop.example.com", format = MessagePack)]
trait Shop {
    #[get("/total")]
    async fn total(&self) -> Result<u64>;
}

fn main() {}
