//! rule 13

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users/{name}")]
    async fn user(&self, name: impl ToString) -> Result<String>;
}

fn main() {}
