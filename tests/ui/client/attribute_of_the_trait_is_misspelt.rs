//! rule 9

use retry_client::{Result, client};

#[client(base_url = "https://api.example.com")]
#[retyr(exponential)]
trait Api {
    #[get("/users")]
    async fn users(&self) -> Result<String>;
}

fn main() {}
