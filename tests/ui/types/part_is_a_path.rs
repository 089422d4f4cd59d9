//! rule 26

use std::path::Path;

use retry_client::{Result, client};

#[client]
trait Api {
    #[post("/photos")]
    async fn upload(&self, #[part] photo: &Path) -> Result<()>;
}

fn main() {}
