//! rule 4

use retry_client::{Result, client};

#[client]
trait Api {
    #[head("/search")]
    async fn search(&self, #[form] fields: &[(&str, &str)]) -> Result<()>;
}

fn main() {}
