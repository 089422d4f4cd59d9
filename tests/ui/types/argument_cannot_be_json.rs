//! rule 26

use retry_client::{Result, client};

struct User;

#[client]
trait Api {
    #[put("/user")]
    async fn rename(&self, #[json] user: &User) -> Result<()>;
}

fn main() {}
