//! Safe by default, one promise after the other: redirects, header values, and what is never shown.

mod errors;
mod redirects;

use std::error::Error as StdError;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use retry_client::testing::{self, Stub};
use retry_client::{
    Attempt, BodyFactory, ByteStream, CallSummary, Error, Failure, JsonLines, Method, Observer,
    Outcome, Reply, RequestParams, Result, RetryClient, Sse, Verdict, client,
};

/// The text that must not be seen. No part of it looks like anything else.
const SECRET: &str = "s3cr3t";

#[client(base_url = "http://vault.test")]
#[retry(constant, base = 1ms, attempts = 2)]
trait Vault {
    #[get("/items/{id}")]
    async fn item(&self, id: &str, #[query] token: &str) -> Result<Reply<String>>;

    #[get("/guarded")]
    async fn guarded(&self, #[header("x-token", secret)] token: &str) -> Result<()>;

    #[post("/keyed")]
    async fn keyed(&self, #[idempotency_key] key: &str, #[json] body: &str) -> Result<u32>;

    #[post("/freshly-keyed")]
    #[idempotency_key]
    async fn freshly_keyed(&self) -> Result<()>;

    #[get]
    async fn anywhere(&self, #[url] url: &str) -> Result<()>;

    #[get("/stream")]
    async fn stream(&self, #[query] token: &str) -> Result<ByteStream>;

    #[get("/lines")]
    async fn lines(&self, #[query] token: &str) -> Result<JsonLines<String>>;

    #[get("/events")]
    async fn events(&self, #[query] token: &str) -> Result<Sse<String>>;

    #[get("/judged")]
    #[retry(when = judge)]
    async fn judged(&self, #[header("x-token", secret)] token: &str) -> Result<()>;
}

/// The outcomes as they were shown, by any test of this file.
static JUDGED: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn judge(outcome: &Outcome) -> Verdict {
    JUDGED.lock().unwrap().extend(views(outcome));
    Verdict::Default
}

/// Every way to show something with `Debug`.
fn views(value: &(impl Debug + ?Sized)) -> [String; 2] {
    [format!("{value:?}"), format!("{value:#?}")]
}

/// Every way to show an error and its causes.
fn chain(error: &Error) -> Vec<String> {
    let mut shown = vec![error.to_string(), format!("{error:#}")];
    shown.extend(views(error));
    let mut cause = error.source();
    while let Some(error) = cause {
        shown.extend(views(error));
        shown.push(error.to_string());
        cause = error.source();
    }
    shown
}

#[track_caller]
fn hide(shown: &[String]) {
    assert!(!shown.is_empty(), "there is something to look at");
    for shown in shown {
        assert!(!shown.contains(SECRET), "{shown}");
    }
}

/// Keeps what observers could show.
#[derive(Clone, Default)]
struct Shown(Arc<Mutex<Vec<String>>>);

impl Observer for Shown {
    fn attempt_started(&self, attempt: &Attempt) {
        self.0.lock().unwrap().extend(views(attempt));
    }

    fn attempt_failed(&self, attempt: &Attempt, failure: &Failure, _: Option<Duration>) {
        let mut shown = self.0.lock().unwrap();
        shown.extend(views(attempt).into_iter().chain(views(failure)));
        shown.push(failure.to_string());
    }

    fn finished(&self, summary: &CallSummary) {
        self.0.lock().unwrap().extend(views(summary));
    }
}

/// Answers that are full of what must not be seen.
fn telling(status: u16) -> testing::ScriptedResponse {
    let answer = testing::status(status).header("set-cookie", SECRET);
    let answer = answer.header("location", format!("http://{SECRET}/"));
    answer.text(SECRET)
}

#[tokio::test]
async fn no_public_type_shows_a_secret() {
    let (stub, seen) = (Stub::new(), Shown::default());
    stub.get("/items/1").answer(telling(200).forever());
    let builder = VaultClient::builder()
        .transport(stub.clone())
        .bearer(SECRET);
    let builder = builder.header("x-key", SECRET).observe(seen.clone());
    let mut shown = Vec::from(views(&builder));
    let client = builder.build().unwrap();
    shown.extend(views(&client));
    let url = format!("http://vault.test/{SECRET}?token={SECRET}");
    shown.extend(views(&client.item(SECRET, SECRET)));
    shown.extend(views(
        &client.guarded(SECRET).header("x", SECRET).context(SECRET),
    ));
    shown.extend(views(&client.keyed(SECRET, SECRET)));
    shown.extend(views(&client.anywhere(&url)));
    shown.extend(views(&client.stream(SECRET).download_to(SECRET)));
    let reply = client.item("1", SECRET).context(SECRET).await.unwrap();
    assert_eq!(reply.value(), SECRET);
    // The value is the user's own; what is around it is ours.
    shown.extend(views(
        &client.item("1", SECRET).reply().await.unwrap().attempts(),
    ));
    shown.extend(views(&stub));
    shown.extend(views(&VaultClient::ENDPOINTS));
    shown.extend(seen.0.lock().unwrap().clone());
    hide(&shown);
}

#[tokio::test]
async fn ad_hoc_requests_show_no_secret() {
    let stub = Stub::new();
    let client = RetryClient::builder().transport(stub).bearer(SECRET);
    let client = client.build().unwrap();
    let url = format!("http://vault.test/?token={SECRET}");
    let request = || {
        client
            .get(&url)
            .header("x", SECRET)
            .context(SECRET)
            .body(SECRET)
    };
    let request = || {
        request()
            .bearer_auth(SECRET)
            .basic_auth(SECRET, Some(SECRET))
    };
    let params = RequestParams::new(Method::GET, &*url)
        .header("x", SECRET)
        .body(SECRET);
    let mut shown = Vec::from(views(&client));
    shown.extend(views(&request()));
    shown.extend(views(&request().send()));
    shown.extend(views(&request().download_to(SECRET)));
    shown.extend(views(&params.context(SECRET)));
    shown.extend(views(&BodyFactory::new(|| SECRET.into())));
    hide(&shown);
}

#[tokio::test]
async fn secret_headers_of_a_request_are_marked_sensitive() {
    let client = VaultClient::builder().bearer(SECRET).build().unwrap();
    let requests = [
        client.guarded(SECRET).build().unwrap(),
        client.keyed(SECRET, "").build().unwrap(),
    ];
    for request in requests {
        assert!(
            request
                .headers()
                .values()
                .any(|value| value.as_bytes().ends_with(SECRET.as_bytes()))
        );
        hide(&views(request.headers()));
    }
}

#[tokio::test]
async fn a_generated_idempotency_key_is_a_secret() {
    let client = VaultClient::new().unwrap();
    let request = client.freshly_keyed().build().unwrap();
    let key = &request.headers()["idempotency-key"];
    assert!(key.is_sensitive());
    let key = key.to_str().unwrap();
    assert!(
        views(request.headers())
            .iter()
            .all(|shown| !shown.contains(key))
    );
}

#[tokio::test]
async fn credentials_of_one_request_are_marked_sensitive() {
    let stub = Stub::new();
    stub.get("/").answer(testing::status(200).forever());
    let client = RetryClient::builder()
        .transport(stub.clone())
        .build()
        .unwrap();
    let url = "http://vault.test/";
    client.get(url).bearer_auth(SECRET).send().await.unwrap();
    client
        .get(url)
        .basic_auth("user", Some(SECRET))
        .send()
        .await
        .unwrap();
    client
        .get(url)
        .header("authorization", SECRET)
        .send()
        .await
        .unwrap();
    for sent in stub.requests().iter().take(2) {
        assert!(sent.headers()["authorization"].is_sensitive());
    }
    // Given as any other header it is one, by whatever name.
    assert!(stub.requests()[2].headers().contains_key("authorization"));
}
