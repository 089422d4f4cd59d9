//! rule 25

use retry_client::{Cbor, Pages, Result, client};

struct Order;

#[client(base_url = "https://shop.example.com", format = Cbor)]
trait Shop {
    #[get("/orders")]
    #[pages(cursor = "next", query = "after", items = "orders")]
    async fn orders(&self) -> Result<Pages<Order>>;
}

fn main() {}
