//! rule 24

use retry_client::client;

#[client]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Vec<String>;
}

fn main() {}
