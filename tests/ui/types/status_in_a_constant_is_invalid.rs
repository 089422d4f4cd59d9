//! rule 21

use retry_client::{Result, client};

const STATUSES: &[u16] = &[408, 4290];

#[client]
trait Api {
    #[get("/users")]
    #[retry(statuses = STATUSES)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
