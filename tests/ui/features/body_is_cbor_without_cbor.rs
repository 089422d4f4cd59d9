//! rule 37

use retry_client::{Cbor, Result, client};

#[client(base_url = "https://shop.example.com")]
trait Shop {
    #[put("/total")]
    async fn set_total(&self, #[body] total: Cbor<u64>) -> Result<()>;
}

fn main() {}
