//! rule 25

use retry_client::{Pages, Protobuf, Result, client};

#[client(base_url = "https://shop.example.com", format = Protobuf)]
trait Shop {
    #[get("/names")]
    #[pages(link)]
    async fn names(&self) -> Result<Pages<String>>;
}

fn main() {}
