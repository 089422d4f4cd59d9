//! rule 24

use retry_client::client;

#[client]
trait Api {
    #[delete("/users")]
    async fn clear(&self);
}

fn main() {}
