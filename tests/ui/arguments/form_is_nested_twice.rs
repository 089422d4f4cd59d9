//! rule 11

use retry_client::{Result, client};

#[client]
trait Api {
    #[post("/users")]
    async fn add(&self, #[form(nested, nested)] fields: &[(String, u8)]) -> Result<()>;
}

fn main() {}
