//! rule 13

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    fn users(&self) -> impl Future<Output = Result<String>>;
}

fn main() {}
