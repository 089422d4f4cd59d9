//! Errors, bodies and refused values show no secret.

use std::time::Duration;

use retry_client::testing::{self, Stub};
use retry_client::{Error, ErrorKind, Method, RequestParams, RetryClient};

use super::{JUDGED, SECRET, Shown, VaultClient, chain, hide, views};
use crate::support::ad_hoc::STEADY;
use crate::support::closed_port::ClosedPort;
use crate::support::script::{Step, close, ok, silence};
use crate::support::server::Server;
use crate::support::temp_dir::TempDir;

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
