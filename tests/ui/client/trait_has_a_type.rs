//! rule 13

use retry_client::{Result, client};

#[client]
trait Api {
    type Error;
    
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
