//! rule 10

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users", none = 404)]
    async fn users(&self) -> Result<Option<String>>;
}

fn main() {}
