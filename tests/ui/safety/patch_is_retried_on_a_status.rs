//! rule 14

use retry_client::{Result, client};

#[client]
trait Api {
    #[patch("/orders/{id}")]
    #[retry(statuses = [429])]
    async fn change(&self, id: u64) -> Result<()>;
}

fn main() {}
