//! rule 37

use retry_client::{Protobuf, Result, client};

#[client(base_url = "https://shop.example.com", format = Protobuf)]
trait Shop {
    #[put("/total")]
    async fn set_total(&self, #[body] total: u64) -> Result<()>;
}

fn main() {}
