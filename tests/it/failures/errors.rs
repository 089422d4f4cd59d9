//! The contents of an error: its kind, the whole response, the history; and what it leaves out.

use std::error::Error as StdError;
use std::io;

use retry_client::{Error, ErrorKind, GaveUp, Result, client};
use serde::Deserialize;

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, fails, ms, ok, raw, silence, status};
use crate::support::server::Server;

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "never decoded")]
struct Page {
    items: Vec<Item>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "never decoded")]
struct Item {
    id: u32,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Problem {
    title: String,
}

/// An error of the user's own.
#[derive(Debug)]
enum Mine {
    Missing,
    Other(Error),
}

impl From<Error> for Mine {
    fn from(error: Error) -> Self {
        match error.status() {
            Some(status) if status == 404 => Self::Missing,
            _ => Self::Other(error),
        }
    }
}

#[client(base_url = "http://memory")]
#[retry(constant, base = 100ms)]
trait Items {
    #[get("/items/{id}/parts")]
    async fn item(&self, id: &str, #[header("x-token", secret)] token: &str) -> Result<Page>;

    #[get("/mine")]
    async fn mine(&self) -> Result<String, Mine>;

    #[get("/text")]
    async fn text(&self) -> Result<String>;

    #[get("/unit")]
    async fn unit(&self) -> Result<()>;

    #[post("/items")]
    async fn create(&self) -> Result<()>;

    #[get]
    async fn follow(&self, #[url] url: &str) -> Result<()>;

    #[get("/decode")]
    #[retry(errors = [decode], attempts = 2)]
    async fn decode_again(&self) -> Result<Page>;
}

fn client(steps: &[Step]) -> ItemsClient {
    ItemsClient::builder()
        .transport(MemoryTransport::new(steps))
        .build()
        .unwrap()
}

async fn failure(steps: &[Step]) -> Error {
    client(steps).item("s3cret", "s3cret").await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn display_tells_the_story_in_one_line_without_values() {
    let table: [(&[Step], &str); 9] = [
        (
            &[status(503)],
            "failed after 3 attempts in 200.0ms: 503 Service Unavailable",
        ),
        (
            &[status(404).late(ms(1_250))],
            "failed after 1 attempt in 1.2s: 404 Not Found",
        ),
        (
            &[status(599)],
            "failed after 3 attempts in 200.0ms: 599 <unknown status code>",
        ),
        (
            &[fails(io::ErrorKind::ConnectionRefused)],
            "failed after 3 attempts in 200.0ms: no connection: connection refused",
        ),
        (
            &[fails(io::ErrorKind::ConnectionReset)],
            "failed after 3 attempts in 200.0ms: connection lost before the response",
        ),
        (&[silence()], "failed after 3 attempts in 90.2s: timed out"),
        (
            &[fails(io::ErrorKind::InvalidInput)],
            "failed after 1 attempt in 0.0ns: the response is not valid HTTP",
        ),
        (
            &[ok("[")],
            "failed after 1 attempt in 0.0ns: the response could not be decoded: at `.`, line 1 column 1, EOF while parsing a list",
        ),
        (
            &[ok(r#"{"items": [{"id": 1}, {"id": "x"}]}"#)],
            "failed after 1 attempt in 0.0ns: the response could not be decoded: at `items[1].id`, line 1 column 32, expected u32",
        ),
    ];
    for (steps, expected) in table {
        let shown = failure(steps).await.to_string();
        assert_eq!(shown, format!("GET /items/{{id}}/parts {expected}"));
    }
}

#[tokio::test(start_paused = true)]
async fn debug_adds_the_history_and_hides_headers_and_bodies() {
    let secretive = status(500).header("set-cookie", "s3cret").body("s3cret");
    let shown = format!("{:?}", failure(&[secretive]).await);
    let record = |wait: &str| {
        format!(
            "AttemptRecord {{ status: Some(500), kind: Some(Status), duration: 0ns, wait: {wait}, hops: 0 }}"
        )
    };
    let (waited, last) = (record("Some((100ms, Strategy))"), record("None"));
    assert_eq!(
        shown,
        format!(
            "Error {{ kind: Status, message: GET /items/{{id}}/parts failed after 3 attempts in \
             200.0ms: 500 Internal Server Error, gave_up: AttemptsExhausted, attempts: \
             [{waited}, {waited}, {last}], source: None }}"
        )
    );
}

#[tokio::test]
async fn an_error_shows_no_value_query_or_url() {
    let server = Server::start([raw(b"gibberish\r\n\r\n")]).await;
    let client = ItemsClient::with_base_url(server.url() + "/s3cret").unwrap();
    let errors = [
        client.item("s3cret", "s3cret").await.unwrap_err(),
        client
            .follow(&(server.url() + "/s3cret?s3cret"))
            .await
            .unwrap_err(),
        client.item("", "s3cret").await.unwrap_err(),
        client.item("a", "s3cret\n").await.unwrap_err(),
    ];
    for error in errors {
        let mut chain = vec![format!("{error:?} {error}")];
        let mut cause = error.source();
        while let Some(error) = cause {
            chain.push(format!("{error:?} {error}"));
            cause = error.source();
        }
        let chain = chain.join("\n");
        assert!(
            !chain.contains("s3cret") && !chain.contains("127.0.0.1"),
            "{chain}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_has_the_complete_response() {
    let problem = r#"{"title": "no such item"}"#;
    let error = failure(&[status(404).header("x-id", "7").body(problem)]).await;
    assert_eq!(error.json::<Problem>().unwrap().title, "no such item");
    assert_eq!(
        (error.body().as_ref(), &error.headers()["x-id"]),
        (problem.as_bytes(), &"7".parse().unwrap())
    );
    assert!(error.json::<Item>().is_err());
    assert_eq!(error.endpoint().name(), "item");
    assert_eq!(error.retry_after(), None);
    assert!(error.source().is_none());

    let undecodable = failure(&[ok("{}").header("x-id", "8")]).await;
    assert_eq!(
        (undecodable.kind(), undecodable.gave_up()),
        (ErrorKind::Decode, GaveUp::NotRetryable)
    );
    assert_eq!(undecodable.status().unwrap(), 200);
    assert_eq!(
        (undecodable.body().as_ref(), &undecodable.headers()["x-id"]),
        (b"{}".as_slice(), &"8".parse().unwrap())
    );
    // The parser's error would repeat values of the body.
    assert!(undecodable.source().is_none());
    assert!(undecodable.to_string().contains("missing field `items`"));

    let lost = failure(&[fails(io::ErrorKind::ConnectionReset)]).await;
    assert_eq!(
        (lost.status(), lost.headers().len(), lost.body().len()),
        (None, 0, 0)
    );
    let cause = lost.source().unwrap().downcast_ref::<io::Error>().unwrap();
    assert_eq!(cause.kind(), io::ErrorKind::ConnectionReset);
}

#[tokio::test(start_paused = true)]
async fn a_decode_error_is_retried_only_if_configured() {
    assert_eq!(
        client(&[ok([0xff].as_slice())])
            .text()
            .await
            .unwrap_err()
            .kind(),
        ErrorKind::Decode
    );
    let error = client(&[ok("[]")]).decode_again().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts().len()),
        (ErrorKind::Decode, 2)
    );
    let error = client(&[status(503)]).decode_again().await.unwrap_err();
    assert_eq!(error.attempts().len(), 2);
    let error = client(&[fails(io::ErrorKind::ConnectionReset)])
        .decode_again()
        .await
        .unwrap_err();
    assert_eq!(error.gave_up(), GaveUp::NotRetryable);
}

#[tokio::test(start_paused = true)]
async fn a_custom_error_type_is_made_from_ours() {
    assert!(matches!(
        client(&[status(404)]).mine().await,
        Err(Mine::Missing)
    ));
    let Err(Mine::Other(error)) = client(&[status(503)]).mine().await else {
        panic!("503 is not 404");
    };
    assert_eq!(error.attempts().len(), 3);
    assert!(matches!(
        client(&[status(404)]).mine().reply().await,
        Err(Mine::Missing)
    ));
}

#[tokio::test(start_paused = true)]
async fn an_error_says_why_there_was_no_further_attempt() {
    let table = [
        (client(&[status(404)]).unit().await, GaveUp::NotRetryable),
        (
            client(&[status(503)]).unit().await,
            GaveUp::AttemptsExhausted,
        ),
        (client(&[status(503)]).create().await, GaveUp::NotRepeatable),
        (
            client(&[status(503)]).unit().timeout(ms(100)).await,
            GaveUp::TimeoutWouldPass,
        ),
        (
            client(&[status(503).header("retry-after", "61")])
                .unit()
                .await,
            GaveUp::ServerDelayTooLong,
        ),
    ];
    for (result, expected) in table {
        assert_eq!(result.unwrap_err().gave_up(), expected);
    }
}

#[test]
fn an_error_is_one_pointer_in_size_send_and_sync() {
    fn is_an_error<E: StdError + Send + Sync + 'static>() {}
    is_an_error::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<()>>(), size_of::<usize>());
}
