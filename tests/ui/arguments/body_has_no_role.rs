//! rule 2

use retry_client::{Result, client};

#[client]
trait Api {
    #[put("/users/{id}")]
    async fn rename(&self, id: u64, name: &str) -> Result<()>;
}

fn main() {}
