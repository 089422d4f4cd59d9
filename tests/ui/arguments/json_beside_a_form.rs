//! rule 3

use retry_client::{Result, client};

#[client]
trait Api {
    #[post("/users")]
    async fn add(&self, #[json] name: &str, #[form] fields: &[(&str, &str)]) -> Result<()>;
}

fn main() {}
