//! rule 26

use retry_client::{Result, client};

struct Filter;

#[client]
trait Api {
    #[get("/users")]
    async fn users(&self, #[query] filter: &Filter) -> Result<String>;
}

fn main() {}
