//! rule 24

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    async fn users(&self) -> impl Future<Output = Result<String>>;
}

fn main() {}
