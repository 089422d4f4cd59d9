//! rule 13

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    async fn users() -> Result<String>;
}

fn main() {}
