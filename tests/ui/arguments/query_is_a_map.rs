//! rule 26

use std::collections::HashMap;

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    async fn users(&self, #[query] filter: &HashMap<String, String>) -> Result<String>;
}

fn main() {}
