//! rule 37

use retry_client::{ByteStream, Result, client};

#[client]
trait Api {
    #[get("/photos/{name}")]
    async fn download(&self, name: &str) -> Result<ByteStream>;
}

fn main() {}
