//! rule 37

use retry_client::{JsonLines, Reply, Result, client};

#[client]
trait Api {
    #[get("/log")]
    async fn log(&self) -> Result<Reply<JsonLines<String>>>;
}

fn main() {}
