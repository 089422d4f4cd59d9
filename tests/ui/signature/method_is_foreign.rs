//! rule 13

use retry_client::{Result, client};

#[client]
trait Api {
    #[get("/users")]
    async extern "C" fn users(&self) -> Result<String>;
}

fn main() {}
