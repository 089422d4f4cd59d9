//! rule 32

use retry_client::{Result, client};

struct Api;

#[client]
impl Api {
    #[get("/users")]
    async fn users(&self) -> Result<String> {
        Ok(String::new())
    }
}

fn main() {}
