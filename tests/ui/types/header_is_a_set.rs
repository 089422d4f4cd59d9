//! rule 26

use std::collections::BTreeSet;

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    async fn users(&self, #[header("x-ids")] ids: BTreeSet<u64>) -> Result<String>;
}

fn main() {}
