//! rule 10

use retry_client::{Result, client};

fn judge(status: u16) -> bool {
    status == 503
}

#[client]
trait Api {
    #[get("/users")]
    #[retry(when = judge)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
