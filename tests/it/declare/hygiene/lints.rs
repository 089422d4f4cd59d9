#![deny(missing_docs, warnings, clippy::pedantic)]

use retry_client::{ErrorKind, Result, client};

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

#[tokio::test]
async fn lints_do_not_fire_in_generated_code() {
    let private = PrivateClient::with_base_url("http://127.0.0.1:1").unwrap();
    let error = private.used().no_retry().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(InnerClient::new("nonsense").is_err());
    assert_eq!(DocumentedClient::ENDPOINTS.len(), 2);
}
