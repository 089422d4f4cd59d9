//! rule 37

use std::path::Path;

use retry_client::{Result, client};

#[client]
trait Api {
    #[put("/photos/{name}")]
    async fn upload(&self, name: &str, #[body("image/png")] photo: &Path) -> Result<()>;
}

fn main() {}
