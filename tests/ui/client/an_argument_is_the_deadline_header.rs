//! rule 28

use retry_client::{Result, client};

#[client(deadline_header = "x-deadline-ms")]
trait Api {
    #[get("/users")]
    async fn users(&self, #[header("X-Deadline-Ms")] left: u64) -> Result<String>;
}

fn main() {}
