//! Server-sent events and JSON lines: typed, and events taken up again where they were lost.

mod limits;

use std::future::poll_fn;
use std::io;
use std::pin::Pin;

use futures_core::Stream;
use retry_client::sse::Event;
use retry_client::{
    AttemptRecord, Bytes, ErrorKind, GaveUp, JsonLines, Reply, Result, Sse, client,
};
use serde::Deserialize;

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, fails, ms, ok, secs, status};
use crate::support::server::Server;

#[derive(Debug, Deserialize, PartialEq)]
struct Tick {
    at: u32,
}

#[client(base_url = "http://memory")]
#[retry(constant, base = 100ms)]
trait Feed {
    #[get("/ticks")]
    async fn ticks(&self) -> Result<Sse<Tick>>;

    #[get("/text")]
    async fn text(&self) -> Result<Reply<Sse<String>>>;

    #[get("/once")]
    #[retry(off)]
    async fn once(&self) -> Result<Sse<String>>;

    #[post("/ask")]
    async fn ask(&self) -> Result<Sse<String>>;

    #[get("/lines")]
    async fn lines(&self) -> Result<JsonLines<Tick>>;

    #[get("/reply-lines")]
    async fn reply_lines(&self) -> Result<Reply<JsonLines<u32>>>;
}

fn events(body: impl Into<Bytes>) -> Step {
    ok(body).header("content-type", "text/event-stream; charset=utf-8")
}

fn client(memory: &MemoryTransport) -> FeedClient {
    let builder = FeedClient::builder().transport(memory.clone());
    builder.max_body(1000).build().unwrap()
}

fn tick(event: &Event<Tick>) -> (&str, &str, u32) {
    (event.name(), event.id(), event.data().at)
}

#[tokio::test(start_paused = true)]
async fn events_are_typed_and_resume_after_the_last_complete_one() {
    let memory = MemoryTransport::new([
        events(
            "id: 1\nevent: tick\ndata: {\"at\": 10}\n\n: still here\n\ndata: {\"at\":\ndata: 20}\n\nid: 3\ndata: {",
        ),
        status(503),
        events("id: 3\ndata: {\"at\": 30}\n\n"),
        status(204),
    ]);
    let mut ticks = client(&memory).ticks().await.unwrap();
    let mut next = async || ticks.event().await.unwrap();
    assert_eq!(next().await.as_ref().map(tick), Some(("tick", "1", 10)));
    assert_eq!(next().await.as_ref().map(tick), Some(("message", "1", 20)));
    assert_eq!(next().await.as_ref().map(tick), Some(("message", "3", 30)));
    assert_eq!(next().await, None);
    assert_eq!(next().await, None);
    assert_eq!(memory.times(), [ms(0), ms(1000), ms(1100), ms(2100)]);
    let (one, three) = (Some("1".to_owned()), Some("3".to_owned()));
    assert_eq!(
        memory.sent("last-event-id"),
        [None, one.clone(), one, three]
    );
}

#[tokio::test(start_paused = true)]
async fn the_retry_field_is_a_floor_under_every_delay() {
    let memory = MemoryTransport::new([
        events("retry: 2500\n\ndata: a\n\n"),
        status(503),
        events("retry: 10\ndata: b\n\n"),
        status(204),
    ]);
    let mut text = client(&memory).text().await.unwrap().into_value();
    while text.event().await.unwrap().is_some() {}
    assert_eq!(memory.times(), [ms(0), ms(2500), ms(5000), ms(6000)]);

    let memory = MemoryTransport::new([events("retry: 61000\ndata: a\n\n")]);
    let mut text = client(&memory).text().await.unwrap().into_value();
    assert_eq!(text.event().await.unwrap().unwrap().into_data(), "a");
    let error = text.event().await.unwrap_err();
    assert_eq!(
        (error.gave_up(), error.retry_after()),
        (GaveUp::ServerDelayTooLong, Some(secs(61)))
    );
}

#[tokio::test(start_paused = true)]
async fn every_event_resets_the_attempts() {
    let mut steps = vec![events("data: a\n\n"); 10];
    steps.insert(3, status(503));
    steps.insert(8, status(503));
    steps.push(events(": nothing\n\n"));
    let memory = MemoryTransport::new(steps);
    let mut text = client(&memory).text().await.unwrap().into_value();
    for _ in 0..10 {
        assert_eq!(text.event().await.unwrap().unwrap().data(), "a");
    }
    let error = text.event().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Body, GaveUp::AttemptsExhausted)
    );
    assert_eq!((error.attempts().len(), memory.count()), (3, 14));
    assert_eq!(text.event().await.unwrap(), None);
}

#[tokio::test(start_paused = true)]
async fn events_of_a_call_that_is_not_retried_do_not_reconnect() {
    for call in [FeedClient::once, FeedClient::ask] {
        let memory = MemoryTransport::new([events("data: a\n\ndata: [DONE]\n\n")]);
        let mut text = call(&client(&memory)).await.unwrap();
        assert_eq!(text.event().await.unwrap().unwrap().data(), "a");
        assert_eq!(text.event().await.unwrap().unwrap().data(), "[DONE]");
        assert_eq!((text.event().await.unwrap(), memory.count()), (None, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_before_the_stream_do_not_make_its_end_a_failure() {
    let refused = fails(io::ErrorKind::ConnectionRefused);
    let memory = MemoryTransport::new([refused, events(": nothing yet\n\n")]);
    let mut text = client(&memory).ask().await.unwrap();
    assert_eq!((text.event().await.unwrap(), memory.count()), (None, 2));
}

#[tokio::test]
async fn a_lost_event_stream_reconnects_or_fails() {
    let whole = events("data: a\n\ndata: b\n\n");
    let server = Server::start([whole.clone().cut(12), whole.clone(), status(204)]).await;
    let feed = FeedClient::with_base_url(server.url()).unwrap();
    let mut text = feed.text().await.unwrap().into_value();
    for expected in ["a", "a", "b"] {
        assert_eq!(text.event().await.unwrap().unwrap().data(), expected);
    }
    assert_eq!(
        (text.event().await.unwrap(), server.arrivals().len()),
        (None, 3)
    );

    let server = Server::start([whole.cut(12)]).await;
    let feed = FeedClient::with_base_url(server.url()).unwrap();
    let mut text = feed.ask().await.unwrap();
    assert_eq!(text.event().await.unwrap().unwrap().data(), "a");
    let error = text.event().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Body, GaveUp::NotRepeatable)
    );
    assert_eq!((error.attempts().len(), server.arrivals().len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn a_response_that_is_not_an_event_stream_is_a_decode_error() {
    let memory = MemoryTransport::new([ok("<html>").header("content-type", "text/html")]);
    let error = client(&memory).ticks().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts().len()),
        (ErrorKind::Decode, 1)
    );
}

#[tokio::test(start_paused = true)]
async fn a_reconnect_that_is_not_an_event_stream_ends_the_events() {
    let html = ok("<html>data: b\n\n").header("content-type", "text/html");
    let memory = MemoryTransport::new([events("data: a\n\n"), html, events("data: c\n\n")]);
    let mut text = client(&memory).text().await.unwrap().into_value();
    assert_eq!(text.event().await.unwrap().unwrap().data(), "a");
    let error = text.event().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Decode, GaveUp::NotRetryable)
    );
    let outcomes = error.attempts().iter().map(AttemptRecord::outcome);
    let (body, decode) = (Some(ErrorKind::Body), Some(ErrorKind::Decode));
    assert_eq!(outcomes.collect::<Vec<_>>(), [body, decode]);
    for _ in 0..2 {
        assert_eq!(text.event().await.unwrap(), None);
    }
    assert_eq!(memory.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_event_that_cannot_be_decoded_is_an_error_and_the_next_one_follows() {
    let memory = MemoryTransport::new([
        events("data: {\"at\": \"x\"}\n\ndata: {\"at\": 2}\n\n"),
        status(204),
    ]);
    let mut ticks = client(&memory).ticks().await.unwrap();
    let error = ticks.event().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(
        error
            .to_string()
            .ends_with("at `at`, line 1 column 10, expected u32"),
        "{error}"
    );
    assert_eq!(ticks.event().await.unwrap().unwrap().data().at, 2);
    assert_eq!(ticks.event().await.unwrap(), None);
}

#[tokio::test(start_paused = true)]
async fn json_lines_are_decoded_as_they_arrive() {
    let memory = MemoryTransport::new([
        status(503),
        ok("{\"at\": 1}\r\n\n{\"at\": -2}\n  {\"at\": 3}"),
    ]);
    let mut lines = client(&memory).lines().await.unwrap();
    assert_eq!(lines.value().await.unwrap(), Some(Tick { at: 1 }));
    let error = lines.value().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts().len()),
        (ErrorKind::Decode, 2)
    );
    assert!(
        error.to_string().ends_with("line 3, at `at`, expected u32"),
        "{error}"
    );
    assert_eq!(lines.value().await.unwrap(), Some(Tick { at: 3 }));
    assert_eq!(lines.value().await.unwrap(), None);
    assert_eq!(lines.value().await.unwrap(), None);

    let memory = MemoryTransport::new([status(503), ok("1\n2\n")]);
    let reply = client(&memory).reply_lines().await.unwrap();
    assert_eq!(reply.attempts().len(), 2);
    assert_eq!(reply.into_value().value().await.unwrap(), Some(1));
}

/// All that a stream has.
async fn all<S: Stream + Unpin>(mut stream: S) -> Vec<S::Item> {
    let mut items = Vec::new();
    while let Some(item) = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
        items.push(item);
    }
    items
}

#[tokio::test(start_paused = true)]
async fn events_and_json_lines_are_streams() {
    let memory = MemoryTransport::new([events("data: {\"at\": 1}\n\n"), status(204)]);
    let ticks = all(client(&memory).ticks().await.unwrap()).await;
    let ticks = ticks.iter().map(|event| tick(event.as_ref().unwrap()));
    assert_eq!(ticks.collect::<Vec<_>>(), [("message", "", 1)]);

    let memory = MemoryTransport::new([ok("{\"at\": 1}\n{\"at\": 2}")]);
    let lines = all(client(&memory).lines().await.unwrap()).await;
    let lines: Vec<_> = lines.into_iter().map(|line| line.unwrap().at).collect();
    assert_eq!(lines, [1, 2]);
}

#[tokio::test]
async fn a_json_line_that_was_cut_is_not_a_value() {
    let server = Server::start([ok("{\"at\": 1}\n{\"at\": 2}").cut(18)]).await;
    let feed = FeedClient::with_base_url(server.url()).unwrap();
    let mut lines = feed.lines().await.unwrap();
    assert_eq!(lines.value().await.unwrap(), Some(Tick { at: 1 }));
    let error = lines.value().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Body, 1));
    assert_eq!(lines.value().await.unwrap(), None);
}
