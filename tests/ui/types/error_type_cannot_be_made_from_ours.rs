//! rule 24

use retry_client::client;

struct ApiError;

#[client]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String, ApiError>;
}

fn main() {}
