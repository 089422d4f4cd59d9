//! rule 8

use retry_client::{Result, client};

type Id = Option<u64>;

#[client]
trait Api {
    #[get("/users/{id}")]
    async fn user(&self, id: Id) -> Result<String>;
}

fn main() {}
