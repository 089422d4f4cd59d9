//! rule 37

use retry_client::{Result, Sse, client};

#[client]
trait Api {
    #[get("/news")]
    async fn news(&self) -> Result<Sse<String>>;
}

fn main() {}
