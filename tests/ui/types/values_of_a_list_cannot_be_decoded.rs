//! rule 25

use retry_client::{Result, client};

struct User;

#[client]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<Vec<User>>;
}

fn main() {}
