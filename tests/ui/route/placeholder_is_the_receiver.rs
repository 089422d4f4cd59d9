//! rule 1

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users/{self}")]
    async fn user(&self) -> Result<String>;
}

fn main() {}
