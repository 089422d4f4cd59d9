//! rule 38

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/builder")]
    async fn builder(&self) -> Result<String>;
}

fn main() {}
