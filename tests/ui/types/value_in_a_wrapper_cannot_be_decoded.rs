//! rule 25

use retry_client::{Cbor, Result, client};

struct Order;

#[client(base_url = "https://shop.example.com")]
trait Shop {
    #[get("/order")]
    async fn order(&self) -> Result<Cbor<Order>>;
}

fn main() {}
