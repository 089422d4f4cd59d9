//! rule 12

use retry_client::{Result, client};

#[client]
trait Api {
    #[get]
    async fn users(&self) -> Result<String>;
}

fn main() {}
