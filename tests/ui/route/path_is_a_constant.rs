//! rule 7

use retry_client::{Result, client};

const USERS: &str = "/users";

#[client]
trait Api {
    #[get(USERS)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
