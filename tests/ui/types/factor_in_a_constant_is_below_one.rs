//! rule 18

use retry_client::{Result, client};

const FACTOR: f64 = 0.5;

#[client]
trait Api {
    #[get("/users")]
    #[retry(exponential, factor = FACTOR)]
    async fn users(&self) -> Result<String>;
}

fn main() {}
