//! rule 13

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    async fn users<const N: usize>(&self, #[query] ids: [u8; N]) -> Result<String>;
}

fn main() {}
