//! rule 29

use retry_client::{Result, client};

#[client]
trait Api {
    #[delete("/users")]
    async fn delete_all(&self) -> Result<()>;

    #[request(DELETE, "/users")]
    async fn clear(&self) -> Result<()>;
}

fn main() {}
