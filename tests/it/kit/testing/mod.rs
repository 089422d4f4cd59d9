//! The test kit: a stub under the real client, in virtual time.

mod fake_errors;
mod like_sockets;
mod refusals;
mod requests;
mod routes;
mod time;

use retry_client::{Bytes, Result, client};

/// Everything that a route has to tell apart.
#[client(base_url = "https://shop.test/api")]
#[retry(exponential, attempts = 4)]
trait Shop {
    #[get("/articles/{id}")]
    async fn article(&self, id: u64) -> Result<String>;

    #[get("/shelves/{shelf}/{path*}")]
    async fn file(&self, shelf: char, path: &str) -> Result<Bytes>;

    #[get("/search?kind=article")]
    async fn search(&self, #[query] q: &str, #[query] page: Option<u32>) -> Result<Vec<String>>;

    #[post("/orders")]
    #[idempotency_key]
    async fn order(&self, #[json] articles: &[u64], #[header("x-clerk")] clerk: &str)
    -> Result<()>;

    #[put("/v2/stock/{article}", "/v1/stock/{article}")]
    #[retry(statuses = [404])]
    async fn count(&self, article: &str, #[form] counted: &[(&str, u32)]) -> Result<()>;

    #[get]
    async fn follow(&self, #[url] url: &str) -> Result<String>;
}

/// The message of a function that ought to panic.
fn panics_with(ends: impl FnOnce()) -> String {
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(ends)).unwrap_err();
    match panic.downcast::<String>() {
        Ok(message) => *message,
        Err(panic) => String::from(*panic.downcast::<&str>().expect("the message is a text")),
    }
}
