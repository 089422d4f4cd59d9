//! 3 errors

use retry_client::{Result, client};

struct User;

#[client]
trait Api {
    #[get("/users/{id}")]
    async fn user(&self, id: u64) -> Result<User>;

    #[get("/users/{name}/photo")]
    async fn photo(&self, name: User) -> Result<Vec<u8>>;

    #[get("/users")]
    async fn users(&self, #[query] after: User) -> Result<String>;
}

fn main() {}
