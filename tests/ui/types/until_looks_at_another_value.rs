//! rule 25

use retry_client::{Result, client};

fn is_done(done: &bool) -> bool {
    *done
}

#[client]
trait Api {
    #[get("/job")]
    #[retry(until = is_done)]
    async fn job(&self) -> Result<String>;
}

fn main() {}
