//! rule 37

use retry_client::{Result, client};

#[client]
trait Api {
    #[post("/photos")]
    async fn upload(&self, #[part(json)] tags: &[String]) -> Result<()>;
}

fn main() {}
