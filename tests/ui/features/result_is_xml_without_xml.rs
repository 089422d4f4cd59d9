//! rule 37

use retry_client::{Result, Xml, client};

#[client(base_url = "https://shop.example.com")]
trait Shop {
    #[get("/orders")]
    async fn orders(&self) -> Result<Xml<String>>;
}

fn main() {}
