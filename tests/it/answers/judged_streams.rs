//! Streams that `when` judges: by head and first part, and handed out untouched.

use std::hash::{DefaultHasher, Hasher};
use std::sync::{Arc, Mutex};

use retry_client::{
    AttemptRecord, ByteStream, ErrorKind, GaveUp, JsonLines, Outcome, Policy, Reply, Result, Sse,
    Strategy, Verdict, client,
};

use crate::support::isolated::{size, within};
use crate::support::mirror::WHOLE;
use crate::support::range_server::{RangeServer, Serving};
use crate::support::script::{Step, ms, ok, status};
use crate::support::server::Server;
use crate::support::temp_dir::{TempDir, content};

#[client]
#[retry(constant, base = 1ms, when = by_its_beginning)]
trait Judged {
    #[get("/stream")]
    async fn stream(&self) -> Result<ByteStream>;

    #[get("/reply")]
    async fn reply(&self) -> Result<Reply<ByteStream>>;

    #[get("/lines")]
    async fn lines(&self) -> Result<JsonLines<u32>>;

    #[get("/events")]
    async fn events(&self) -> Result<Sse<String>>;

    #[get("/never")]
    #[retry(until = |_| false)]
    async fn never(&self) -> Result<ByteStream>;
}

/// The body says what to think of it.
fn by_its_beginning(outcome: &Outcome) -> Verdict {
    match outcome.body() {
        body if body.starts_with(b"accept") => Verdict::Accept,
        body if body.starts_with(b"retry") => Verdict::Retry,
        body if body.starts_with(b"fail") => Verdict::Fail,
        _ => Verdict::Default,
    }
}

/// The error and the body of each attempt, as a judge was shown them.
type Shown = Arc<Mutex<Vec<(Option<ErrorKind>, Vec<u8>)>>>;

/// A client whose judge notes what it is shown.
async fn noting(steps: impl Into<Vec<Step>>) -> (Server, JudgedClient, Shown) {
    let server = Server::start(steps).await;
    let shown = Shown::default();
    let notes: &'static Shown = Box::leak(Box::new(Arc::clone(&shown)));
    let judge = Box::leak(Box::new(|outcome: &Outcome| {
        let kind = outcome.error().map(retry_client::Failure::kind);
        notes.lock().unwrap().push((kind, outcome.body().to_vec()));
        by_its_beginning(outcome)
    }));
    let builder = JudgedClient::builder().base_url(server.url());
    let client = builder
        .endpoint(JudgedClient::STREAM, |_| {
            Policy::new(Strategy::constant(ms(1))).when(judge)
        })
        .build()
        .unwrap();
    (server, client, shown)
}

async fn rest(mut stream: ByteStream) -> Vec<u8> {
    let mut all = Vec::new();
    while let Some(chunk) = stream.chunk().await.unwrap() {
        all.extend_from_slice(&chunk);
    }
    all
}

#[tokio::test]
async fn when_judges_a_stream_before_its_rest_has_arrived() {
    let (server, client, shown) = noting([ok("retry"), ok("12345").stuck(3)]).await;
    let mut stream = client.stream().await.unwrap();
    assert_eq!(stream.chunk().await.unwrap().unwrap(), "123");
    let expected = [(None, b"retry".to_vec()), (None, b"123".to_vec())];
    assert_eq!(*shown.lock().unwrap(), expected);
    assert_eq!(server.arrivals().len(), 2);
}

#[tokio::test]
async fn an_accepted_stream_arrives_as_it_was_sent() {
    let body = [b"accept".to_vec(), content(300_000)].concat();
    for body in [body.clone(), content(300_000), Vec::new()] {
        let (server, client, _) = noting([ok(body.clone())]).await;
        assert_eq!(rest(client.stream().await.unwrap()).await, body);
        let reply = client.reply().await.unwrap();
        assert_eq!((reply.status().as_u16(), reply.attempts().len()), (200, 1));
        assert_eq!(rest(reply.into_value()).await, body);
        assert_eq!(server.arrivals().len(), 2);
    }
}

#[tokio::test]
async fn an_accepted_stream_is_returned_whatever_until_says() {
    let server = Server::start([ok("not yet"), ok("accept")]).await;
    let client = JudgedClient::with_base_url(server.url()).unwrap();
    let reply = client.never().reply().await.unwrap();
    let outcomes = reply.attempts().iter().map(AttemptRecord::outcome);
    assert_eq!(
        outcomes.collect::<Vec<_>>(),
        [Some(ErrorKind::NotReady), None]
    );
    assert_eq!(rest(reply.into_value()).await, b"accept");
    assert_eq!(server.arrivals().len(), 2);
}

#[tokio::test]
async fn when_judges_an_error_with_its_complete_body() {
    let body = [b"accept".to_vec(), content(300_000)].concat();
    let (server, client, shown) = noting([status(404).body(body.clone())]).await;
    assert_eq!(rest(client.stream().await.unwrap()).await, body);
    assert_eq!(*shown.lock().unwrap(), [(Some(ErrorKind::Status), body)]);
    assert_eq!(server.arrivals().len(), 1);
}

#[tokio::test]
async fn a_rejected_stream_is_an_error_with_its_complete_body() {
    for (beginning, kind, why, count) in [
        ("fail", ErrorKind::Rejected, GaveUp::Judged, 1),
        ("retry", ErrorKind::NotReady, GaveUp::AttemptsExhausted, 3),
    ] {
        let body = [beginning.as_bytes(), &content(300_000)].concat();
        let (server, client, _) = noting([ok(body.clone())]).await;
        let error = client.stream().await.unwrap_err();
        assert_eq!((error.kind(), error.gave_up()), (kind, why));
        assert!(error.body() == &body, "{beginning}");
        assert_eq!(
            (error.attempts().len(), server.arrivals().len()),
            (count, count)
        );
        // Each was too long to be read to its end, so its connection was closed before the next.
        assert_eq!(server.connections(), count);
    }
}

#[tokio::test]
async fn when_judges_a_stream_that_never_begins_as_a_failure() {
    let (server, client, shown) = noting([ok("12345").cut(0), ok("12345")]).await;
    assert_eq!(rest(client.stream().await.unwrap()).await, b"12345");
    let expected = [
        (Some(ErrorKind::Body), Vec::new()),
        (None, b"12345".to_vec()),
    ];
    assert_eq!(*shown.lock().unwrap(), expected);
    assert_eq!(server.arrivals().len(), 2);
}

#[tokio::test]
async fn a_failure_after_the_first_part_comes_through_the_stream() {
    let (server, client, _) = noting([ok("accept").cut(6 - 1)]).await;
    let mut stream = client.stream().await.unwrap();
    assert_eq!(stream.chunk().await.unwrap().unwrap(), "accep");
    let error = stream.chunk().await.unwrap_err();
    let outcomes = error.attempts().iter().map(AttemptRecord::outcome);
    assert_eq!(outcomes.collect::<Vec<_>>(), [Some(ErrorKind::Body)]);
    assert_eq!(server.arrivals().len(), 1);
}

#[tokio::test]
async fn when_judges_json_lines_by_their_beginning() {
    let server = Server::start([ok("retry"), ok("1\n2\n").stuck(2)]).await;
    let client = JudgedClient::new(server.url()).unwrap();
    let mut lines = client.lines().await.unwrap();
    assert_eq!(lines.value().await.unwrap(), Some(1));
    assert_eq!(server.arrivals().len(), 2);
}

/// It is no stream, so its body says what went wrong: it is kept, whatever `when` says.
#[tokio::test]
async fn a_judged_response_of_another_type_than_events_keeps_its_body() {
    for (beginning, why, count) in [
        ("as usual", GaveUp::NotRetryable, 1),
        ("accept", GaveUp::Judged, 1),
        ("fail", GaveUp::Judged, 1),
        ("retry", GaveUp::AttemptsExhausted, 3),
    ] {
        let body = format!("{beginning}: {{\"error\": \"quota\"}}");
        let step = ok(body.clone()).header("content-type", "application/json");
        let server = Server::start([step]).await;
        let client = JudgedClient::new(server.url()).unwrap();
        let error = client.events().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.gave_up(), error.text().into_owned()),
            (ErrorKind::Decode, why, body)
        );
        assert_eq!(error.headers()["content-type"], "application/json");
        assert_eq!(server.arrivals().len(), count);
    }
}

const MIB: u64 = 1024 * 1024;

#[test]
fn a_large_accepted_stream_arrives_byte_for_byte_in_constant_memory() {
    let name =
        "answers::judged_streams::a_large_accepted_stream_arrives_byte_for_byte_in_constant_memory";
    within(64 * MIB, name, async {
        let scratch = TempDir::new();
        let file = scratch.file("large", size(100 * MIB, 1024 * MIB));
        let depot = RangeServer::start([Serving::of(&file, WHOLE)]).await;
        let client = JudgedClient::new(depot.url()).unwrap();
        for is_in_a_reply in [false, true] {
            let mut stream = if is_in_a_reply {
                client.reply().await.unwrap().into_value()
            } else {
                client.stream().await.unwrap()
            };
            let mut hasher = DefaultHasher::new();
            while let Some(chunk) = stream.chunk().await.unwrap() {
                hasher.write(&chunk);
            }
            assert_eq!(hasher.finish(), TempDir::hash(&file));
        }
    });
}
