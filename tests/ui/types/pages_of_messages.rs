//! rule 25

use retry_client::{Pages, Protobuf, Result, client};

#[client(base_url = "https://shop.example.com", format = Protobuf)]
trait Shop {
    #[get("/orders")]
    #[pages(cursor = "next", query = "after", items = "orders")]
    async fn orders(&self) -> Result<Pages<String>>;
}

fn main() {}
