//! rule 10

use retry_client::{Result, client};

#[client]
trait Api {
    #[post("/login", credentials)]
    async fn login(&self) -> Result<String>;
}

fn main() {}
