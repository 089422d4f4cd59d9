//! rule 37

use retry_client::{Result, client};

#[client]
trait Api {
    #[post("/photos")]
    async fn upload(&self, #[part] photo: Vec<u8>) -> Result<()>;
}

fn main() {}
