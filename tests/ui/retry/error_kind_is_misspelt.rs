//! rule 10

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    #[retry(errors = [connect, tiemout])]
    async fn users(&self) -> Result<String>;
}

fn main() {}
