//! rule 25

use retry_client::{Pages, Protobuf, Result, client};

#[client(base_url = "https://shop.example.com")]
trait Shop {
    #[get("/orders")]
    #[pages(link)]
    async fn orders(&self) -> Result<Pages<Protobuf<String>>>;
}

fn main() {}
