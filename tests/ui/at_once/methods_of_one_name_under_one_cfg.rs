//! 1 error

use retry_client::{Result, client};

#[client]
trait Api {
    #[cfg(unix)]
    #[get("/users")]
    async fn users(&self) -> Result<String>;
    
    #[cfg(unix)]
    #[get("/people")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
