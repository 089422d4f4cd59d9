//! rule 25

use retry_client::{Reply, Result, client};

struct User;

#[client]
trait Api {
    #[get("/user")]
    async fn user(&self) -> Result<Reply<User>>;
}

fn main() {}
