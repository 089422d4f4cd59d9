//! HTTP/1.1: idle connections that are dead, connections that never open, runtimes that go away.

use std::net::TcpListener;

use retry_client::{ErrorKind, GaveUp, RetryClient};
use tokio::time::{Instant, sleep};

use crate::support::runtimes::runtime;
use crate::support::script::{After, ms, ok, raw, reset, secs, silence, status};
use crate::support::server::Server;

fn client() -> RetryClient {
    let client = RetryClient::builder().retry(|policy| policy.attempts(3));
    client.build().unwrap()
}

/// A server whose first requests come at once, and after that every connection is dead but for new ones.
async fn with_dead_connections(count: usize) -> (Server, RetryClient) {
    let server = Server::responding(move |arrival| match arrival.target.as_str() {
        "/slow" => ok("").late(secs(1)),
        _ if arrival.connection < count => reset(),
        _ => ok("new"),
    })
    .await;
    let client = client();
    let slow = format!("{}/slow", server.url());
    let calls: Vec<_> = (0..count)
        .map(|_| tokio::spawn(client.get(&*slow).send().into_future()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    (server, client)
}

#[tokio::test]
async fn a_pool_of_dead_connections_costs_one_attempt() {
    let (server, client) = with_dead_connections(5).await;
    let reply = client.get(&*server.url()).send().await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts().len()), (200, 2));
    assert_eq!(server.arrivals().len(), 5 + 2);
    assert_eq!(server.connections(), 6);
}

#[tokio::test]
async fn connections_that_the_server_closed_cost_no_attempt() {
    let last = raw(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").then(After::HalfClose);
    let server = Server::start([last]).await;
    let client = client();
    for call in 1..=3 {
        let reply = client.post(&*server.url()).send().await.unwrap();
        assert_eq!(reply.attempts().len(), 1);
        // The client knows.
        server.has_closed(call).await;
        assert_eq!(server.arrivals().len(), call);
    }
}

#[tokio::test]
async fn one_connection_serves_calls_one_after_the_other() {
    let server = Server::start([ok("fine")]).await;
    let client = client();
    for _ in 0..5 {
        let reply = client.get(&*server.url()).send().await.unwrap();
        assert_eq!(reply.into_value().text().await.unwrap(), "fine");
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn an_attempt_after_a_timeout_goes_over_a_new_connection() {
    let server = Server::start([ok(""), silence(), ok("new")]).await;
    let client = client();
    let get = || client.get(&*server.url()).timeout(secs(20));
    get().send().await.unwrap();
    let short = retry_client::Policy::default().attempt_timeout(secs(1));
    let reply = get().retry(short).send().await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts().len()), (200, 2));
    let over: Vec<_> = server.arrivals().iter().map(|one| one.connection).collect();
    assert_eq!(over, [0, 0, 1]);
}

#[tokio::test]
async fn a_misdirected_request_is_sent_again_over_another_connection() {
    let server = Server::start([ok(""), status(421), ok("new")]).await;
    let client = client();
    client.get(&*server.url()).send().await.unwrap();
    let patient = retry_client::Policy::default().statuses(&[421]);
    let call = client.get(&*server.url()).retry(patient);
    assert_eq!(call.send().await.unwrap().status(), 200);
    let over: Vec<_> = server.arrivals().iter().map(|one| one.connection).collect();
    assert_eq!(over, [0, 0, 1]);
}

/// A port whose queue of connections is full: none is opened.
fn full() -> (TcpListener, Vec<std::net::TcpStream>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let connect = || std::net::TcpStream::connect_timeout(&address, ms(60)).ok();
    let queue: Vec<_> = (0..5000).map_while(|_| connect()).collect();
    assert!(
        queue.len() < 5000,
        "the queue of connections was never full"
    );
    (listener, queue, format!("http://{address}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_attempt_that_ends_while_connecting_was_not_sent() {
    let (_listener, _queue, url) = full();
    let client = RetryClient::builder().retry(|policy| policy.attempts(3));
    let client = client.attempt_timeout(ms(100)).build().unwrap();
    let error = client.post(&*url).body("x").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.attempts().len(), 3);
    assert_eq!(error.gave_up(), GaveUp::AttemptsExhausted);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connecting_has_a_limit_of_its_own_and_was_not_sent() {
    let (_listener, _queue, url) = full();
    let client = RetryClient::builder().retry(|policy| policy.attempts(3));
    let client = client.connect_timeout(ms(100)).build().unwrap();
    let begun = Instant::now();
    let error = client.post(&*url).body("x").send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert_eq!(error.attempts().len(), 3);
    assert!(begun.elapsed() < secs(5), "{:?}", begun.elapsed());
}

#[test]
fn a_runtime_that_goes_away_is_a_lost_connection() {
    let (servers, first, second) = (runtime(1), runtime(1), runtime(1));
    // What comes second over the first connection is never answered.
    let server = servers.block_on(Server::responding(|arrival| {
        match (arrival.target.as_str(), arrival.connection) {
            ("/second", 0) => silence(),
            _ => ok("new"),
        }
    }));
    let client = client();
    let get = |path| client.get(format!("{}{path}", server.url())).send();
    let warm = get("/first");
    first.block_on(async move {
        warm.await.unwrap();
        // hyper notices the end of a response a moment after its reader.
        sleep(ms(200)).await;
    });
    let call = second.spawn(get("/second").into_future());
    servers.block_on(server.has_arrivals(2));
    first.shutdown_background();
    let reply = second.block_on(call).unwrap().unwrap();
    let first = &reply.attempts()[0];
    assert_eq!(first.outcome(), Some(ErrorKind::Reset));
    assert_eq!((reply.attempts().len(), server.arrivals().len()), (2, 3));
}
