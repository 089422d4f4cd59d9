//! rule 24

use retry_client::client;

struct User;

#[client]
trait Api {
    #[get("/user")]
    async fn user(&self) -> User;
}

fn main() {}
