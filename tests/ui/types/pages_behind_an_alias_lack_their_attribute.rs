//! rule 54

use retry_client::{Pages, Result, client};

type Listed<T> = Result<Pages<T>>;

#[client(base_url = "https://api.example.com")]
trait Api {
    #[get("/items")]
    async fn items(&self) -> Listed<u64>;
}

fn main() {}
