//! rule 25

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/motd")]
    async fn motd(&self) -> Result<&str>;
}

fn main() {}
