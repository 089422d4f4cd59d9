//! rule 13

use retry_client::{Result, client};

#[client]
trait Api<'a> {
    #[get("/users")]
    async fn users(&self, #[query] name: &'a str) -> Result<String>;
}

fn main() {}
