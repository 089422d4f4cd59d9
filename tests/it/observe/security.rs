//! Safe by default, one promise after the other: redirects, header values, and what is never shown.

use std::error::Error as StdError;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use retry_client::testing::{self, Stub};
use retry_client::{
    Attempt, BodyFactory, ByteStream, CallSummary, Error, ErrorKind, Failure, HeaderMap, JsonLines,
    Method, Observer, Outcome, Reply, RequestParams, Result, RetryClient, Sse, Verdict, client,
};

use crate::support::ad_hoc::STEADY;
use crate::support::closed_port::ClosedPort;
use crate::support::script::{Step, close, ok, silence, status};
use crate::support::server::Server;
use crate::support::temp_dir::TempDir;

/// What must not be seen. No part of it looks like anything else.
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

/// What was shown of outcomes, by any test of this file.
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

/// Everything that fails in a way of its own.
fn failing() -> Vec<Step> {
    let telling = |status| {
        let answer = crate::support::script::status(status).header("set-cookie", SECRET);
        answer.body(format!("{{\"title\": 1, \"x\": \"{SECRET}\"}}"))
    };
    vec![
        telling(500),
        telling(404),
        telling(302).header("location", format!("/?{SECRET}")),
        close(),
        silence(),
        crate::support::script::raw(b"s3cr3t s3cr3t\r\n\r\n"),
        crate::support::script::raw(b"HTTP/1.1 200 OK\r\ns3cr3t s3cr3t\r\n\r\n"),
        ok(SECRET).cut(3),
        ok(format!("\"{SECRET}")),
        crate::support::script::raw(b"HTTP/1.1 101 s3cr3t\r\nupgrade: s3cr3t\r\n\r\n"),
    ]
}

#[tokio::test]
async fn errors_and_their_causes_show_no_url_query_value_or_header() {
    for step in failing() {
        let server = Server::start([step]).await;
        let seen = Shown::default();
        let builder = VaultClient::builder().base_url(format!("{}/{SECRET}", server.url()));
        let builder = builder.bearer(SECRET).observe(seen.clone());
        let client = builder
            .attempt_timeout(Duration::from_millis(100))
            .build()
            .unwrap();
        let url = format!("{}/{SECRET}?token={SECRET}", server.url());
        let errors = [
            client.keyed(SECRET, SECRET).await.unwrap_err(),
            client
                .item(SECRET, SECRET)
                .await
                .map_or_else(|error| error, |_| unsent()),
            client
                .anywhere(&url)
                .await
                .map_or_else(|error| error, |()| unsent()),
            client
                .judged(SECRET)
                .await
                .map_or_else(|error| error, |()| unsent()),
        ];
        let mut shown: Vec<_> = errors.iter().flat_map(chain).collect();
        assert!(
            !shown.iter().any(|shown| shown.contains("127.0.0.1")),
            "{shown:?}"
        );
        shown.extend(seen.0.lock().unwrap().clone());
        hide(&shown);
    }
    hide(&JUDGED.lock().unwrap());
}

/// An error that shows nothing.
fn unsent() -> Error {
    RetryClient::builder().base_url("").build().unwrap_err()
}

#[tokio::test]
async fn a_refused_connection_shows_no_secret() {
    let nobody = ClosedPort::new();
    let client = RetryClient::new().unwrap().with_policy(STEADY.attempts(1));
    let url = format!("{}/{SECRET}?token={SECRET}", nobody.url());
    let shown = chain(&client.get(&url).send().await.unwrap_err());
    hide(&shown);
}

#[tokio::test]
async fn bodies_show_no_content() {
    let stub = Stub::new();
    let events = format!("id: {SECRET}\ndata: {SECRET}\n\ndata: {SECRET}\n\n");
    let stream = testing::text(SECRET).cut_body(3);
    stub.get("/stream").answer(stream.forever());
    let lines = format!("\"{SECRET}\"\n{{{SECRET}\n");
    stub.get("/lines")
        .answer(testing::text(lines).cut_body(18).forever());
    let events = testing::bytes(events).header("content-type", "text/event-stream");
    stub.get("/events").answer(events.forever());
    let client: VaultClient = stub.client();

    let mut bytes = client.stream(SECRET).await.unwrap();
    bytes.chunk().await.unwrap();
    hide(&views(&bytes));
    hide(&chain(&bytes.chunk().await.unwrap_err()));

    let mut lines = client.lines(SECRET).await.unwrap();
    lines.value().await.unwrap();
    hide(&views(&lines));
    hide(&chain(&lines.value().await.unwrap_err()));

    let mut events = client.events(SECRET).await.unwrap();
    events.event().await.unwrap();
    hide(&views(&events));

    let scratch = TempDir::new();
    let download = client.stream(SECRET).download_to(scratch.path(SECRET));
    hide(&chain(&download.await.unwrap_err()));
    let nowhere = scratch.path("missing").join(SECRET);
    let download = client.stream(SECRET).download_to(nowhere);
    hide(&chain(&download.await.unwrap_err()));
}

#[tokio::test]
async fn values_rejected_before_sending_are_not_shown() {
    let stub = Stub::new();
    let client: VaultClient = stub.client();
    let ad_hoc = RetryClient::builder()
        .transport(stub.clone())
        .build()
        .unwrap();
    let with_userinfo = format!("http://user:{SECRET}@vault.test/?token={SECRET}");
    let no_url = format!("{SECRET}://[{SECRET}/?{SECRET}");
    let mut errors = vec![
        ad_hoc.get(&with_userinfo).send().await.unwrap_err(),
        ad_hoc.get(&no_url).send().await.unwrap_err(),
        client.anywhere(&with_userinfo).await.unwrap_err(),
        client.anywhere(&no_url).await.unwrap_err(),
        client.item("..", SECRET).await.unwrap_err(),
        RetryClient::builder()
            .base_url(&with_userinfo)
            .build()
            .unwrap_err(),
        RetryClient::builder()
            .base_url(&no_url)
            .build()
            .unwrap_err(),
        VaultClient::with_base_url(&with_userinfo).unwrap_err(),
    ];
    for bad in ['\r', '\n', '\0', '\u{7f}'] {
        let value = format!("{SECRET}{bad}{SECRET}");
        errors.extend([
            client.guarded(&value).await.unwrap_err(),
            client.keyed(&value, "").await.unwrap_err(),
            client.guarded("").header("x", &*value).await.unwrap_err(),
            ad_hoc
                .get("http://vault.test/")
                .header("x", &*value)
                .send()
                .await
                .unwrap_err(),
            ad_hoc
                .get("http://vault.test/")
                .bearer_auth(&value)
                .send()
                .await
                .unwrap_err(),
            ad_hoc
                .requests([
                    RequestParams::new(Method::GET, "http://vault.test/").header("x", &*value)
                ])
                .send()
                .await
                .unwrap_err(),
            RetryClient::builder()
                .header("x", &*value)
                .build()
                .unwrap_err(),
            RetryClient::builder().bearer(&value).build().unwrap_err(),
        ]);
    }
    for error in &errors {
        assert_eq!(error.kind(), ErrorKind::Build, "{error}");
        assert!(error.attempts().is_empty());
        hide(&chain(error));
    }
    assert!(stub.requests().is_empty());
}

#[tokio::test]
async fn a_redirect_is_followed_only_if_configured_and_only_to_the_same_origin() {
    let elsewhere = Server::start([ok("elsewhere")]).await;
    let to = |code: u16, target: &str| status(code).header("location", target);
    for code in [301, 302, 303, 307, 308] {
        let url = elsewhere.url();
        let foreign = [
            url.clone(),
            url.replace("http:", ""),
            url.replace("127.0.0.1", "localhost"),
        ];
        for target in foreign {
            let home = Server::start([to(code, &target)]).await;
            let builder = RetryClient::builder().bearer(SECRET).redirects(5);
            let client = builder.build().unwrap();
            let request = client.get(home.url()).header("cookie", SECRET);
            let reply = request
                .basic_auth("user", Some(SECRET))
                .send()
                .await
                .unwrap();
            assert_eq!(
                (reply.status().as_u16(), home.arrivals().len()),
                (code, 1),
                "{target}"
            );
        }
        for most in [0, 1, 2] {
            let home = Server::start([to(code, "/1"), to(code, "/2"), ok("home")]).await;
            let client = RetryClient::builder().redirects(most).build().unwrap();
            let status = client.get(home.url()).send().await.unwrap().status();
            assert_eq!(status.is_success(), most == 2);
            assert_eq!(home.arrivals().len(), 1 + most);
        }
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn client_headers_are_sent_only_to_the_declared_origins() {
    let elsewhere = Server::start([ok(""), ok("")]).await;
    let home = Server::start([ok(""), ok("")]).await;
    let builder = || VaultClient::builder().base_url(home.url()).bearer(SECRET);
    let client = builder().header("x-key", SECRET).build().unwrap();
    client.anywhere(&home.url()).await.unwrap();
    client.anywhere(&elsewhere.url()).await.unwrap();
    let credentials = |headers: &HeaderMap| {
        (
            headers.contains_key("authorization"),
            headers.contains_key("x-key"),
        )
    };
    assert_eq!(credentials(&home.arrivals()[0].headers), (true, true));
    assert_eq!(
        credentials(&elsewhere.arrivals()[0].headers),
        (false, false)
    );
}
