//! Faults of the library whose system is carried over: for each, a test that it is right here.

use std::time::Duration;

use retry_client::{
    AttemptRecord, Body, DelaySource, ErrorKind, GaveUp, Jitter, Method, Outcome, Policy, Response,
    Result, RetryClient, Strategy, Verdict, client,
};
use tokio::time::Instant;

use crate::support::ad_hoc::{STEADY, URL, in_memory};
use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok, reset, secs, status};
use crate::support::server::Server;

const OTHER_ORIGIN: &str = "http://other.test/";
const SOON: Policy = Policy::new(Strategy::constant(ms(1)));

fn delays(records: &[AttemptRecord]) -> Vec<Duration> {
    records.iter().filter_map(AttemptRecord::delay).collect()
}

#[tokio::test(start_paused = true)]
async fn the_first_delay_is_the_base() {
    let memory = MemoryTransport::new([status(503)]);
    let policy = Policy::new(Strategy::exponential().with_jitter(Jitter::None)).attempts(4);
    in_memory(&memory, policy).get(URL).send().await.unwrap();
    assert_eq!(memory.times(), [0, 100, 300, 700].map(ms));
}

#[tokio::test(start_paused = true)]
async fn strategies_share_no_state() {
    let memory = MemoryTransport::new([status(503)]);
    let client = in_memory(&memory, Policy::new(Strategy::fibonacci()).attempts(5));
    let call = || client.get(URL).send();
    let (first, second) = tokio::join!(call(), call());
    // What the calls do share is the budget: two of them use eight of its ten retries.
    let third = client.clone().get(OTHER_ORIGIN).send();
    for reply in [first, second, third.await] {
        assert_eq!(delays(reply.unwrap().attempts()), [1, 2, 3, 5].map(secs));
    }
}

#[test]
fn jitter_never_passes_the_cap() {
    let capped = Strategy::jitter().base(secs(30)).spread(secs(60));
    let policy = Policy::new(capped.max(secs(30)));
    for retry in 0..100 {
        assert_eq!(policy.delay(retry, &mut rand::rng()), secs(30));
    }
}

#[tokio::test]
async fn a_failed_response_is_released_before_the_wait() {
    let large = status(503).body(vec![b'x'; 8 * 1024 * 1024]);
    let server = Server::start([large, ok("")]).await;
    let client = RetryClient::new().unwrap();
    let an_hour = Policy::new(Strategy::constant(secs(3_600)));
    let waiting = tokio::spawn(client.get(server.url()).retry(an_hour).send());
    server.has_closed(1).await;
    assert_eq!(server.arrivals().len(), 1);
    waiting.abort();
}

/// A body that cannot be had a second time.
fn stream(text: &'static str) -> Body {
    Response::from(http::Response::new(text)).into()
}

#[tokio::test]
async fn a_body_is_replayed_in_full_or_sent_only_once() {
    let client = RetryClient::new().unwrap().with_policy(SOON);
    let table = [(Body::from("whole"), 3), (stream("whole"), 1)];
    for (body, sent) in table {
        let server = Server::start([status(503)]).await;
        let reply = client.put(server.url()).body(body).send().await.unwrap();
        assert_eq!(
            (reply.status().as_u16(), reply.attempts().len()),
            (503, sent)
        );
        let bodies = server.arrivals().into_iter().map(|arrival| arrival.body);
        assert_eq!(bodies.collect::<Vec<_>>(), vec!["whole"; sent]);
    }
}

#[tokio::test]
async fn headers_and_body_go_to_the_second_url_too() {
    let (first, second) = (
        Server::start([status(503)]).await,
        Server::start([ok("")]).await,
    );
    let client = RetryClient::new().unwrap().with_policy(SOON);
    let request = client
        .put([first.url(), second.url()])
        .header("x-kept", "yes");
    let reply = request
        .bearer_auth("token")
        .body("kept")
        .send()
        .await
        .unwrap();
    assert_eq!(reply.status(), 200);
    for server in [first, second] {
        let arrivals = server.arrivals();
        let [arrival] = &arrivals[..] else {
            panic!("{arrivals:?}");
        };
        assert_eq!(arrival.header("x-kept"), Some("yes"));
        assert_eq!(arrival.header("authorization"), Some("Bearer token"));
        assert_eq!(arrival.body, "kept");
    }
}

#[tokio::test(start_paused = true)]
async fn zero_attempts_is_rejected_and_one_attempt_never_retries() {
    let memory = MemoryTransport::new([status(503)]);
    let client = in_memory(&memory, STEADY);
    let error = client.get(URL).send().attempts(0).await.unwrap_err();
    assert_eq!((error.kind(), memory.count()), (ErrorKind::Build, 0));
    assert_eq!(
        error.to_string(),
        "GET was not sent: `attempts` counts the first try, so it must be at least 1"
    );
    let reply = client.get(URL).send().attempts(1).await.unwrap();
    assert_eq!((reply.attempts().len(), memory.count()), (1, 1));
}

#[tokio::test]
async fn lost_connections_and_redirects_do_not_make_a_post_repeatable() {
    let lost = Server::start([reset(), ok("")]).await;
    let client = RetryClient::builder()
        .redirects(2)
        .retry(|_| SOON)
        .build()
        .unwrap();
    let error = client.post(lost.url()).send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Reset, GaveUp::NotRepeatable)
    );
    assert_eq!(lost.arrivals().len(), 1);

    let elsewhere = status(307).header("location", "/elsewhere");
    let server = Server::start([elsewhere, status(503), ok("")]).await;
    let reply = client.post(server.url()).send().await.unwrap();
    let error = reply.error_for_status().unwrap_err();
    assert_eq!(
        (error.attempts().len(), error.gave_up()),
        (1, GaveUp::NotRepeatable)
    );
    let verbs = server.arrivals().into_iter().map(|arrival| arrival.method);
    assert_eq!(verbs.collect::<Vec<_>>(), ["POST", "POST"]);
}

#[tokio::test(start_paused = true)]
async fn a_call_has_a_deadline() {
    let memory = MemoryTransport::new([status(503).late(ms(250))]);
    let client = in_memory(&memory, STEADY.attempts(9));
    let begun = Instant::now();
    let reply = client.get(URL).timeout(secs(1)).send().await.unwrap();
    // Attempts end at 250, 600 and 950; the next would begin past the second.
    assert_eq!(
        (memory.times(), begun.elapsed()),
        ([0, 350, 700].map(ms).to_vec(), ms(950))
    );
    let error = reply.error_for_status().unwrap_err();
    assert_eq!(error.gave_up(), GaveUp::TimeoutWouldPass);
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_waited_for() {
    let memory = MemoryTransport::new([status(503).header("retry-after", "30"), ok("")]);
    let reply = in_memory(&memory, STEADY).get(URL).send().await.unwrap();
    assert_eq!(memory.times(), [secs(0), secs(30)]);
    assert_eq!(
        reply.attempts()[0].delay_source(),
        Some(DelaySource::Server)
    );
}

#[client]
#[retry(constant, base = 1ms)]
trait Reading {
    #[get("/")]
    async fn read(&self) -> Result<String>;
}

/// Judging a response takes all of it.
fn as_it_is(_: &Outcome) -> Verdict {
    Verdict::Default
}

#[tokio::test]
async fn a_failure_while_the_response_body_is_read_is_retried() {
    let cut_short = || Server::start([ok("whole").cut(2), ok("whole")]);
    let server = cut_short().await;
    let reading = ReadingClient::new(server.url()).unwrap();
    assert_eq!(reading.read().await.unwrap(), "whole");
    assert_eq!(server.arrivals().len(), 2);

    let server = cut_short().await;
    let client = RetryClient::new()
        .unwrap()
        .with_policy(SOON.when(&as_it_is));
    let reply = client
        .request(Method::GET, server.url())
        .send()
        .await
        .unwrap();
    assert_eq!(reply.into_value().text().await.unwrap(), "whole");
    assert_eq!(server.arrivals().len(), 2);
}
