//! The details that an error gives of the body it came with.

use retry_client::{ErrorKind, GaveUp, Result, client};
use serde::Deserialize;

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ok, status};

#[client(base_url = "http://memory")]
#[retry(constant, base = 1ms)]
trait Bank {
    #[get("/accounts/{number}")]
    async fn account(&self, number: u32) -> Result<Account>;
}

#[derive(Debug, Deserialize)]
struct Account {
    #[serde(rename = "balance")]
    _balance: i64,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Problem {
    title: String,
    balance: i64,
}

const PROBLEM: &str = r#"{
    "type": "https://example.com/probs/out-of-credit",
    "title": "You do not have enough credit.",
    "detail": "Your current balance is 30,\n but that costs 50.\u001b[2J",
    "balance": 30
}"#;

async fn failing(step: Step) -> retry_client::Error {
    let builder = BankClient::builder().transport(MemoryTransport::new([step]));
    builder.build().unwrap().account(7).await.unwrap_err()
}

fn problem(code: u16) -> Step {
    let step = status(code).header("content-type", "application/problem+json");
    step.body(PROBLEM)
}

#[tokio::test(start_paused = true)]
async fn a_problem_document_is_shown_and_decodes_into_a_custom_type() {
    let error = failing(problem(403)).await;
    assert_eq!(
        error.to_string(),
        "GET /accounts/{number} failed after 1 attempt in 0.0ns: 403 Forbidden: \
         You do not have enough credit."
    );
    let title = "You do not have enough credit.".to_owned();
    let expected = Problem { title, balance: 30 };
    assert_eq!(error.json::<Problem>().unwrap(), expected);
    assert_eq!(error.text(), PROBLEM);
}

#[tokio::test(start_paused = true)]
async fn every_status_error_keeps_the_body_of_its_last_response() {
    for (code, gave_up) in [
        (404, GaveUp::NotRetryable),
        (503, GaveUp::AttemptsExhausted),
    ] {
        let error = failing(problem(code)).await;
        assert_eq!(
            (error.kind(), error.gave_up()),
            (ErrorKind::Status, gave_up)
        );
        assert_eq!(error.body(), PROBLEM);
    }
}

#[tokio::test(start_paused = true)]
async fn error_text_is_decoded_in_the_charset_of_its_content_type() {
    let latin = status(404).header("content-type", "text/html; charset=iso-8859-1");
    assert_eq!(
        failing(latin.body(b"f\xfcr".as_slice())).await.text(),
        "für"
    );
    let page = ok(b"f\xfcr".as_slice()).header("content-type", "text/html; charset=iso-8859-1");
    let error = failing(page).await;
    assert_eq!((error.kind(), &*error.text()), (ErrorKind::Decode, "für"));
    assert_eq!(
        failing(status(404).body(b"f\xfcr".as_slice())).await.text(),
        "f\u{fffd}r"
    );
}

#[tokio::test(start_paused = true)]
async fn a_long_error_body_is_truncated() {
    let error = failing(status(404).body(vec![b'x'; 3 * 1024 * 1024])).await;
    assert_eq!(error.body().len(), 1024 * 1024);
}
