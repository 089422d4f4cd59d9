//! rule 26

use std::collections::HashMap;

use retry_client::{Result, client};

type Filter = HashMap<String, u32>;

#[client]
trait Api {
    #[get("/users")]
    async fn users(&self, #[query] filter: &Filter) -> Result<String>;
}

fn main() {}
