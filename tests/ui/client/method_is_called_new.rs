//! rule 38

use retry_client::{Result, client};

#[client]
trait Api {
    #[post("/users")]
    async fn new(&self) -> Result<()>;
}

fn main() {}
