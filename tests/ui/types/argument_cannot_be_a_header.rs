//! rule 26

use retry_client::{Result, client};

struct Tenant(u64);

#[client]
trait Api {
    #[get("/users")]
    async fn users(&self, #[header("x-tenant")] tenant: Tenant) -> Result<String>;
}

fn main() {}
