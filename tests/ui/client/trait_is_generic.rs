//! rule 13

use retry_client::{Result, client};

#[client]
trait Api<T> {
    #[get("/users")]
    async fn users(&self) -> Result<T>;
}

fn main() {}
