//! rule 13

use std::sync::Arc;

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    async fn users(self: Arc<Self>) -> Result<String>;
}

fn main() {}
