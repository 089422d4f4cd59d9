//! rule 28

use retry_client::{Result, client};

#[client(deadline_header = "traceparent")]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
