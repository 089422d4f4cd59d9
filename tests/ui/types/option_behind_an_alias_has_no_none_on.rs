//! rule 30

use retry_client::{Result, client};

type Maybe<T> = Result<Option<T>>;

#[client]
trait Api {
    #[get("/users/{id}")]
    async fn user(&self, id: u64) -> Maybe<String>;
}

fn main() {}
