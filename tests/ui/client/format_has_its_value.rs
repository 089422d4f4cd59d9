//! rule 10

use retry_client::{Result, client};

struct Order;

#[client(base_url = "https://shop.example.com", format = retry_client::Xml::<Order>)]
trait Shop {
    #[get("/order")]
    async fn order(&self) -> Result<Order>;
}

fn main() {}
