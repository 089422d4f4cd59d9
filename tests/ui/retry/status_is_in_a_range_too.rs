//! rule 21

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(statuses = [420..=429, 425])]
    async fn users(&self) -> Result<String>;
}

fn main() {}
