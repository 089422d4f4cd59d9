//! rule 28

use retry_client::{Result, client};

#[client(deadline_header = "trailer")]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
