//! The connection of a failed response: free before the wait, or closed.

use std::time::Duration;

use retry_client::{ErrorKind, GaveUp, Result, client, reqwest};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::support::script::{Step, close, ms, ok, reset, secs, silence, status};
use crate::support::server::{Arrival, Server};

#[client]
#[retry(constant, base = 1ms)]
trait Pool {
    #[get("/text")]
    async fn text(&self) -> Result<String>;

    #[get("/nothing")]
    async fn nothing(&self) -> Result<()>;

    #[get("/at-once")]
    #[retry(base = 0ms)]
    async fn at_once(&self) -> Result<String>;

    #[get("/patient")]
    #[retry(base = 1h)]
    async fn patient(&self) -> Result<()>;

    #[head("/text")]
    async fn head(&self) -> Result<()>;
}

/// Far beyond what any of these calls needs, and far below what a deadlock takes.
const PROMPT: Duration = secs(10);

fn pool_of_one() -> reqwest::Client {
    let client = reqwest::Client::builder()
        .retry(reqwest::retry::never())
        .pool_max_idle_per_host(1);
    client.build().unwrap()
}

/// The built-in client, and one with room for one connection.
fn clients(server: &Server) -> [PoolClient; 2] {
    let builder = || PoolClient::builder().base_url(server.url());
    [
        builder().build().unwrap(),
        builder().http(pool_of_one()).build().unwrap(),
    ]
}

fn large(code: u16) -> Step {
    status(code).body(vec![b'x'; 8 * 1024 * 1024])
}

fn small(code: u16) -> Step {
    status(code).body(vec![b'x'; 16 * 1024])
}

/// Makes a call that succeeds after `failures`, which close so many connections.
async fn recover(failures: &[Step], closed: usize) {
    for kind in 0..2 {
        let server = Server::start([failures, &[ok("done")]].concat()).await;
        let client = &clients(&server)[kind];
        let done = timeout(PROMPT, client.text()).await.expect("it is prompt");
        assert_eq!(done.unwrap(), "done");
        server.has_closed(closed).await;
        assert_eq!(server.arrivals().len(), failures.len() + 1);
        assert_eq!(server.connections(), closed + 1);
    }
}

#[tokio::test]
async fn large_error_bodies_are_not_waited_for() {
    recover(&[large(503), large(500)], 2).await;
}

#[tokio::test]
async fn an_endless_error_body_closes_the_connection() {
    let flood = status(503)
        .body(vec![b'x'; 64 * 1024])
        .endless(Duration::ZERO);
    let drip = status(503).body("drop").endless(ms(10));
    let stuck = small(503).stuck(100);
    for step in [flood, drip, stuck] {
        recover(&[step], 1).await;
    }
}

#[tokio::test]
async fn one_connection_serves_all_attempts_when_error_bodies_are_small() {
    recover(&[small(503), small(503)], 0).await;
    recover(&[status(503), small(503).late(ms(20))], 0).await;
}

#[tokio::test]
async fn one_connection_serves_all_attempts_and_calls_even_without_a_delay() {
    let server = Server::start([small(503), small(500), ok("done")]).await;
    for client in clients(&server) {
        let connections = server.connections();
        assert_eq!(client.at_once().await.unwrap(), "done");
        client.nothing().await.unwrap();
        client.head().await.unwrap();
        assert_eq!(server.connections(), connections + 1);
    }
}

#[tokio::test]
async fn the_connection_of_a_returned_error_is_reused() {
    let server = Server::start([small(503), small(503), small(503), ok("done")]).await;
    let client = PoolClient::with_base_url(server.url()).unwrap();
    let error = client.text().await.unwrap_err();
    assert_eq!(
        (error.gave_up(), error.body().len()),
        (GaveUp::AttemptsExhausted, 16 * 1024)
    );
    assert_eq!(client.text().await.unwrap(), "done");
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn an_error_has_the_first_part_of_an_endless_body() {
    let flood = status(404)
        .body(vec![b'x'; 64 * 1024])
        .endless(Duration::ZERO);
    let stuck = status(404).body("12345").stuck(3);
    for (step, kept) in [(flood, 1024 * 1024), (stuck, 3)] {
        let server = Server::start([step]).await;
        let client = PoolClient::with_base_url(server.url()).unwrap();
        let error = client.text().attempt_timeout(secs(1)).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.gave_up()),
            (ErrorKind::Status, GaveUp::NotRetryable)
        );
        assert_eq!(error.body().len(), kept);
        server.has_closed(1).await;
    }
}

#[tokio::test]
async fn a_reused_connection_that_is_lost_counts_as_an_attempt() {
    for lost in [close(), reset()] {
        let server = Server::start([ok("first"), lost, ok("second")]).await;
        let client = PoolClient::with_base_url(server.url()).unwrap();
        assert_eq!(client.text().await.unwrap(), "first");
        let reply = client.text().reply().await.unwrap();
        assert_eq!(reply.attempts()[0].outcome(), Some(ErrorKind::Reset));
        assert_eq!((reply.attempts().len(), server.arrivals().len()), (2, 3));
        assert_eq!(server.connections(), 2);
    }
}

#[tokio::test]
async fn a_dropped_call_closes_its_connection_wherever_it_was() {
    let flood = ok(vec![b'x'; 64 * 1024]).endless(Duration::ZERO);
    for step in [silence(), ok("12345").stuck(2), flood] {
        let server = Server::start([step]).await;
        let client = PoolClient::with_base_url(server.url()).unwrap();
        let call = tokio::spawn(client.text().into_future());
        server.has_arrivals(1).await;
        call.abort();
        server.has_closed(1).await;
        assert_eq!(server.arrivals().len(), 1);
    }
}

#[tokio::test]
async fn a_large_error_response_is_closed_before_the_wait() {
    let server = Server::start([large(503)]).await;
    for (calls, client) in clients(&server).into_iter().enumerate() {
        let waiting = tokio::spawn(client.patient().into_future());
        server.has_closed(calls + 1).await;
        assert!(!waiting.is_finished());
        waiting.abort();
    }
}

#[tokio::test]
async fn a_small_error_response_frees_its_connection_during_the_wait() {
    let server = Server::start([small(503), ok("")]).await;
    let client = PoolClient::with_base_url(server.url()).unwrap();
    let waiting = tokio::spawn(client.patient().into_future());
    server.has_arrivals(1).await;
    // It takes a moment to read the small body, in which other calls may have opened connections of their
    // own. One call more each time uses every connection that is free in the end.
    let used_again = async {
        let is_another = |arrival: &Arrival| arrival.connection > 0;
        for at_once in 2.. {
            if !server.arrivals().iter().skip(1).all(is_another) {
                break;
            }
            let calls = (0..at_once).map(|_| client.nothing().into_future());
            let calls = calls.collect::<JoinSet<_>>().join_all().await;
            calls.into_iter().collect::<Result<()>>().unwrap();
        }
    };
    let used_again = timeout(PROMPT, used_again).await;
    assert!(used_again.is_ok(), "the first connection is held");
    assert!(!waiting.is_finished());
}
