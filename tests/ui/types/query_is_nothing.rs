//! rule 26

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    async fn users(&self, #[query] page: ()) -> Result<String>;
}

fn main() {}
