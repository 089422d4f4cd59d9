//! rule 25

use retry_client::{Result, client};

struct User;

#[client]
trait Api {
    #[get("/user")]
    async fn user(&self) -> Result<User>;
}

fn main() {}
