//! rule 54

use retry_client::{Cbor, Result, client};

#[client(base_url = "https://shop.example.com", format = Cbor)]
trait Shop {
    #[get("/orders")]
    #[pages(link)]
    async fn orders(&self) -> Result<Vec<String>>;
}

fn main() {}
