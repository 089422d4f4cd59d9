//! When a stream of events connects again, where, after how long, and with which `Last-Event-ID`.

use std::io;

use retry_client::{
    ByteStream, ErrorKind, GaveUp, JsonLines, LiveSettings, Result, Settings, Sse, client,
};

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, fails, ms, ok, status};
use crate::support::server::Server;

#[client(base_url = "http://memory")]
#[retry(constant, base = 100ms)]
trait Feed {
    #[get("/since")]
    async fn since(&self, #[header("last-event-id")] since: Option<&str>) -> Result<Sse<String>>;

    #[get("/done", end = "[DONE]")]
    async fn done(&self) -> Result<Sse<u32>>;

    #[post("/paid", end = "[DONE]")]
    #[idempotent("its key makes it one call")]
    async fn paid(&self) -> Result<Sse<String>>;

    #[post("/always", reconnect = always)]
    #[idempotent("it changes nothing")]
    async fn always(&self) -> Result<Sse<String>>;

    #[get("/on-loss", reconnect = on_loss)]
    async fn on_loss(&self) -> Result<Sse<String>>;

    #[get("/never", reconnect = never)]
    async fn never(&self) -> Result<Sse<String>>;

    #[get("/lines")]
    async fn lines(&self) -> Result<JsonLines<u32>>;

    #[get("/bytes", idle_timeout = 300ms)]
    async fn bytes(&self) -> Result<ByteStream>;
}

fn events(body: &'static str) -> Step {
    ok(body).header("content-type", "text/event-stream")
}

fn client(memory: &MemoryTransport) -> FeedClient {
    FeedClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap()
}

/// The events up to the end of the stream.
async fn all(mut stream: Sse<String>) -> Vec<String> {
    let mut all = Vec::new();
    while let Some(event) = stream.event().await.unwrap() {
        all.push(event.into_data());
    }
    all
}

#[tokio::test(start_paused = true)]
async fn the_last_event_id_of_the_caller_is_kept_until_the_server_gives_another() {
    let memory = MemoryTransport::new([
        events(": hello\n\ndata: a\n\n"),
        events("id: 43\ndata: b\n\n"),
        events("id\ndata: c\n\n"),
        status(204),
    ]);
    let stream = client(&memory).since(Some("41")).await.unwrap();
    assert_eq!(all(stream).await, ["a", "b", "c"]);
    let kept = |id: &str| Some(id.to_owned());
    // An empty `id` takes the id back.
    assert_eq!(
        memory.sent("last-event-id"),
        [kept("41"), kept("41"), kept("43"), None]
    );
}

#[tokio::test(start_paused = true)]
async fn after_its_end_a_get_connects_again_no_sooner_than_in_a_second() {
    let memory = MemoryTransport::new([
        events("data: a\n\n"),
        events("retry: 10\ndata: b\n\n"),
        status(503),
        events("retry: 2500\ndata: c\n\n"),
        status(204),
    ]);
    let stream = client(&memory).since(None).await.unwrap();
    assert_eq!(all(stream).await, ["a", "b", "c"]);
    // Only the end of a body is waited after for a second; the 503 has the delay of the policy.
    assert_eq!(
        memory.times(),
        [ms(0), ms(1000), ms(2000), ms(2100), ms(4600)]
    );
}

#[tokio::test(start_paused = true)]
async fn the_end_of_a_post_ends_the_stream() {
    let memory = MemoryTransport::new([events("data: a\n\n")]);
    let stream = client(&memory).paid().await.unwrap();
    assert_eq!(
        (all(stream).await, memory.count()),
        (vec!["a".to_owned()], 1)
    );

    let memory = MemoryTransport::new([events("data: a\n\n"), events("data: b\n\n"), status(204)]);
    let stream = client(&memory).always().await.unwrap();
    assert_eq!((all(stream).await.len(), memory.count()), (2, 3));
}

#[tokio::test(start_paused = true)]
async fn the_declared_end_ends_the_stream_before_it_is_decoded() {
    let memory = MemoryTransport::new([events("data: 1\n\ndata: [DONE]\n\ndata: 2\n\n")]);
    let mut stream = client(&memory).done().await.unwrap();
    assert_eq!(stream.event().await.unwrap().unwrap().into_data(), 1);
    assert!(stream.event().await.unwrap().is_none());
    assert!(stream.event().await.unwrap().is_none());
    assert_eq!(memory.count(), 1);
}

/// A stream that is cut behind its first event.
fn lost() -> Step {
    events("data: a\n\ndata: b\n\n").cut(10)
}

#[tokio::test]
async fn a_lost_connection_is_not_an_end() {
    let server = Server::start([lost(), events("data: c\n\n"), status(204)]).await;
    let feed = FeedClient::with_base_url(server.url()).unwrap();
    let stream = feed.paid().await.unwrap();
    assert_eq!(all(stream).await, ["a", "c"]);
    assert_eq!(server.arrivals().len(), 2);
}

#[tokio::test]
async fn reconnect_on_loss_ends_with_the_body() {
    let server = Server::start([lost(), events("data: c\n\n")]).await;
    let feed = FeedClient::with_base_url(server.url()).unwrap();
    let stream = feed.on_loss().await.unwrap();
    assert_eq!(all(stream).await, ["a", "c"]);
    assert_eq!(server.arrivals().len(), 2);
}

#[tokio::test]
async fn reconnect_never_makes_a_loss_an_error_and_an_end_an_end() {
    let server = Server::start([lost(), events("data: c\n\n")]).await;
    let feed = FeedClient::with_base_url(server.url()).unwrap();
    let mut stream = feed.never().await.unwrap();
    assert_eq!(stream.event().await.unwrap().unwrap().data(), "a");
    assert_eq!(stream.event().await.unwrap_err().kind(), ErrorKind::Body);
    assert!(stream.event().await.unwrap().is_none());
    let stream = feed.never().await.unwrap();
    assert_eq!(all(stream).await, ["c"]);
    assert_eq!(server.arrivals().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn losses_without_an_event_count_against_the_attempts() {
    let refused = fails(io::ErrorKind::ConnectionRefused);
    let memory = MemoryTransport::new([events("data: a\n\n"), refused]);
    let mut stream = client(&memory).since(None).await.unwrap();
    stream.event().await.unwrap();
    let error = stream.event().await.unwrap_err();
    assert_eq!(error.gave_up(), GaveUp::AttemptsExhausted);
    assert_eq!(memory.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn the_kill_switch_reaches_a_stream_that_is_open() {
    let memory = MemoryTransport::new([events("data: a\n\n"), events("data: b\n\n")]);
    let settings = LiveSettings::new(Settings::default());
    let builder = FeedClient::builder().transport(memory.clone());
    let feed = builder.settings(settings.clone()).build().unwrap();
    let mut stream = feed.since(None).await.unwrap();
    assert_eq!(stream.event().await.unwrap().unwrap().data(), "a");
    settings
        .replace(serde_json::from_str(r#"{"enabled": false}"#).unwrap())
        .unwrap();
    assert!(stream.event().await.unwrap().is_none());
    assert_eq!(memory.count(), 1);
}

#[client(base_urls = ["http://eu.memory", "http://us.memory", "http://asia.memory"])]
#[retry(constant, base = 100ms, attempts = 4)]
trait Regions {
    #[get("/events")]
    async fn events(&self) -> Result<Sse<String>>;
}

#[tokio::test(start_paused = true)]
async fn the_list_of_base_urls_begins_anew_behind_an_attempt_that_brought_events() {
    let memory = MemoryTransport::new([
        status(503),
        status(503),
        events("data: a\n\n"),
        status(503),
        events("data: b\n\n"),
        events(": nothing\n\n"),
        events("data: c\n\n"),
        status(204),
    ]);
    let builder = RegionsClient::builder().transport(memory.clone());
    let stream = builder.build().unwrap().events().await.unwrap();
    assert_eq!(all(stream).await, ["a", "b", "c"]);
    let requests = memory.requests();
    let hosts = requests.iter().map(|request| request.url().host_str());
    let hosts: Vec<_> = hosts
        .map(|host| host.unwrap().trim_end_matches(".memory"))
        .collect();
    assert_eq!(hosts, ["eu", "us", "asia", "eu", "us", "eu", "us", "eu"]);
    // Only who asked for a wait is waited for: the first region did not end the stream of the third.
    let times = memory.times();
    assert_eq!(
        [(2, 3), (5, 6)].map(|(one, next): (usize, usize)| times[next].saturating_sub(times[one])),
        [ms(100), ms(100)]
    );
}

#[tokio::test(start_paused = true)]
async fn a_response_of_another_type_is_an_error_that_keeps_its_body() {
    let json = || ok("{\"error\": \"quota\"}").header("content-type", "application/json");
    let memory = MemoryTransport::new([json()]);
    let error = client(&memory).since(None).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.text().as_ref()),
        (ErrorKind::Decode, "{\"error\": \"quota\"}")
    );
    assert_eq!(error.headers()["content-type"], "application/json");
    assert_eq!(memory.count(), 1);

    let memory = MemoryTransport::new([events("data: a\n\n"), json()]);
    let mut stream = client(&memory).since(None).await.unwrap();
    stream.event().await.unwrap();
    let error = stream.event().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.text().as_ref()),
        (ErrorKind::Decode, "{\"error\": \"quota\"}")
    );
    assert_eq!(memory.count(), 2);
}

#[tokio::test]
async fn a_call_for_values_returns_at_the_head() {
    let server = Server::start([events("data: a\n\n").stuck(0)]).await;
    let feed = FeedClient::with_base_url(server.url()).unwrap();
    let opening = tokio::time::timeout(ms(5000), feed.since(None));
    assert!(opening.await.is_ok_and(|stream| stream.is_ok()));
    let lines = tokio::time::timeout(ms(5000), feed.lines());
    assert!(lines.await.is_ok_and(|lines| lines.is_ok()));
}

#[tokio::test]
async fn silence_of_a_stream_is_told_with_the_time_of_the_whole_call() {
    let server = Server::start([ok("abc").stuck(1)]).await;
    let feed = FeedClient::with_base_url(server.url()).unwrap();
    let mut bytes = feed.bytes().await.unwrap();
    bytes.chunk().await.unwrap();
    let error = bytes.chunk().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(error.elapsed() >= ms(300), "{error}");
    assert!(error.attempts()[0].duration() >= ms(300), "{error}");
}
