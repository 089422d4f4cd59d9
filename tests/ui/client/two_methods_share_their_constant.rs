//! rule 38

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    async fn all_users(&self) -> Result<String>;

    #[get("/users/all")]
    async fn allUsers(&self) -> Result<String>;
}

fn main() {}
