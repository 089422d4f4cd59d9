//! rule 26

use retry_client::{Result, Xml, client};

struct Order;

#[client(base_url = "https://shop.example.com", format = Xml)]
trait Shop {
    #[put("/order")]
    async fn replace(&self, #[body] order: &Order) -> Result<()>;
}

fn main() {}
