//! rule 7

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users//posts")]
    async fn posts(&self) -> Result<String>;
}

fn main() {}
