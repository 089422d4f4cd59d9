//! rule 9

use retry_client::{Result, client};

#[client]
trait Api {
    #[gte("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
