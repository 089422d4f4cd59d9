//! rule 27

use retry_client::{Body, Result, client};

#[client]
#[retry(exponential)]
trait Api {
    #[put("/files/{name}")]
    async fn upload(&self, name: &str, #[body] file: Body) -> Result<()>;
}

fn main() {}
