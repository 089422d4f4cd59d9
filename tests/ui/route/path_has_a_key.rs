//! rule 12

use retry_client::{Result, client};

#[client]
trait Api {
    #[get(path = "/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
