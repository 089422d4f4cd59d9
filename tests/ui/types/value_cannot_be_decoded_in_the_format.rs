//! rule 25

use retry_client::{Result, Xml, client};

struct Order;

#[client(base_url = "https://shop.example.com", format = Xml)]
trait Shop {
    #[get("/order")]
    async fn order(&self) -> Result<Order>;
}

fn main() {}
