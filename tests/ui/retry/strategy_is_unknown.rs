//! rule 23

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(quadratic)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
