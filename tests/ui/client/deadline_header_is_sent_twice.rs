//! rule 28

use retry_client::{Result, client};

#[client(deadline_header = "grpc-timeout", headers("grpc-timeout" = "1S"))]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
