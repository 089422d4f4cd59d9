//! Errors that fakes and mocks return.

use retry_client::testing::error;
use retry_client::{Error, ErrorKind, GaveUp, Result, client};

use crate::support::script::secs;

#[client(base_url = "http://shop.test")]
trait Shop {
    #[get("/stock/{article}")]
    async fn stock(&self, article: &str) -> Result<u32>;
}

/// A fake of the trait, as code under test would be given one.
struct SoldOut;

impl Shop for SoldOut {
    async fn stock(&self, _: &str) -> Result<u32> {
        let busy = error(ErrorKind::Status).status(503).retry_after(secs(7));
        Err(busy.gave_up(GaveUp::ServerDelayTooLong).into())
    }
}

async fn when_to_ask_again(shop: &impl Shop) -> Option<u64> {
    let error = shop.stock("tea").await.err()?;
    error.retry_after().map(|wait| wait.as_secs())
}

#[tokio::test]
async fn a_fake_returns_an_error_with_the_wait_that_was_asked_for() {
    assert_eq!(when_to_ask_again(&SoldOut).await, Some(7));
}

#[test]
fn a_scripted_error_is_what_a_call_would_have_returned() {
    let scripted = error(ErrorKind::Status).status(409).body("taken");
    let scripted = scripted
        .header("etag", "\"7\"")
        .endpoint(&ShopClient::STOCK);
    let error: Error = scripted.into();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Status, GaveUp::NotRetryable)
    );
    assert_eq!(error.status().unwrap(), 409);
    assert_eq!(
        (error.body().as_ref(), error.text().as_ref()),
        (&b"taken"[..], "taken")
    );
    assert_eq!(error.headers()["etag"], "\"7\"");
    assert_eq!(error.attempts().len(), 1);
    assert_eq!(error.endpoint().name(), "stock");
    assert_eq!(
        error.to_string(),
        "GET /stock/{article} failed after 1 attempt in 0.0ns: 409 Conflict"
    );
}

#[test]
fn a_scripted_error_of_what_was_never_built_has_no_attempts() {
    let unsent: Error = error(ErrorKind::Build).into();
    assert!(unsent.attempts().is_empty());
    let lost: Error = error(ErrorKind::Reset)
        .gave_up(GaveUp::AttemptsExhausted)
        .into();
    assert_eq!((lost.attempts().len(), lost.status()), (1, None));
    assert_eq!(lost.gave_up(), GaveUp::AttemptsExhausted);
}
