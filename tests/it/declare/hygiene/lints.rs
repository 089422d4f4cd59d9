#![deny(missing_docs, warnings, clippy::pedantic)]

use std::time::Duration;

use retry_client::{
    Attempt, BoxError, ErrorKind, HeaderValue, Outcome, Request, Result, Verdict, client,
};

/// A trait of which most is not used, and nobody outside sees.
#[client(base_url = "https://api.example.com", dyn)]
#[retry(attempts = 2)]
trait Private {
    #[get("/a")]
    async fn used(&self) -> Result<()>;

    #[post("/b/{id}")]
    #[idempotent("it is a search")]
    async fn unused(&self, id: u64, #[json] filter: &str) -> Result<Vec<u8>>;
}

/// A trait for this crate.
#[client]
pub(crate) trait Inner {
    /// Eight arguments are not too many.
    #[get("/{a}/{b}/{c}/{d}")]
    #[expect(clippy::too_many_arguments)]
    async fn many(
        &self,
        a: u8,
        b: u8,
        c: u8,
        d: u8,
        #[query] e: u8,
        #[query] f: u8,
        #[query] g: u8,
        #[query] h: u8,
    ) -> Result<()>;
}

/// A documented trait.
#[client(base_url = "https://api.example.com/v1")]
#[retry(exponential)]
pub(crate) trait Documented {
    /// Still there.
    ///
    /// # Errors
    ///
    /// When it is not.
    #[get("/a")]
    #[must_use]
    async fn kept(&self, #[query] text: String, #[header("x-list")] list: Vec<u8>) -> Result<()>;

    /// Gone.
    ///
    /// # Errors
    ///
    /// Always.
    #[get("/b")]
    #[deprecated = "use `kept`"]
    async fn gone(&self) -> Result<()>;
}

/// A value may be a block, and a lint that is switched off stays off below.
#[client(base_url = { "https://api.example.com" }, timeout = { LIMIT }, dyn)]
#[retry(exponential, base = { BASE }, attempts = { 1 + 1 }, statuses = { [429] }, before_attempt = { signed })]
pub(crate) trait Written {
    /// Names spelled as an API spells them.
    ///
    /// # Errors
    ///
    /// When it is not there.
    #[get("/users/{userId}")]
    #[allow(non_snake_case)]
    async fn theUser(&self, userId: u64, #[query] pageSize: Option<u8>) -> Result<()>;

    /// With values in blocks too.
    ///
    /// # Errors
    ///
    /// When it is not there.
    #[get("/groups/{group}", headers("x-version" = { VERSION }))]
    #[retry(base = { BASE }, when = { judged })]
    async fn group(&self, group: u64) -> Result<()>;
}

const LIMIT: Duration = Duration::from_mins(1);
const BASE: Duration = Duration::from_millis(1);
const VERSION: &str = "7";

#[expect(clippy::unnecessary_wraps, reason = "a hook may fail")]
fn signed(request: &mut Request, _: &Attempt) -> Result<(), BoxError> {
    let signature = HeaderValue::from_static("s");
    request.headers_mut().insert("x-signature", signature);
    Ok(())
}

fn judged(_: &Outcome) -> Verdict {
    Verdict::Default
}

#[test]
fn blocks_are_values_and_lints_that_are_off_stay_off() {
    let written = WrittenClient::new().unwrap();
    let request = written.theUser(7, Some(2)).build().unwrap();
    let url = "https://api.example.com/users/7?pageSize=2";
    assert_eq!(request.url().as_str(), url);
    let request = written.group(7).build().unwrap();
    assert_eq!(request.headers()["x-version"], "7");
    let policy = WrittenClient::GROUP.policy();
    assert_eq!(policy.max_attempts(), Some(2));
}

#[tokio::test]
async fn lints_do_not_fire_in_generated_code() {
    let private = PrivateClient::with_base_url("http://127.0.0.1:1").unwrap();
    let error = private.used().no_retry().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(InnerClient::new("nonsense").is_err());
    assert_eq!(DocumentedClient::ENDPOINTS.len(), 2);
}
