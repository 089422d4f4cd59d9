//! rule 38

use retry_client::{Result, client};

#[client]
trait Api {
    #[post("/users")]
    async fn NEW(&self) -> Result<()>;
}

fn main() {}
