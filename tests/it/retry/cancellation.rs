//! Calls that are dropped before they are over: the client stays usable, the connection is closed or free.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use retry_client::{
    Attempt, Call, Failure, Observer, Policy, Reply, Response, RetryClient, Strategy,
};
use tokio::sync::Notify;

use crate::support::script::{Step, ok, secs, silence, status};
use crate::support::server::Server;

const PATIENT: Policy = Policy::new(Strategy::constant(Duration::from_hours(1)));

/// Tells when an attempt has failed.
struct Told(Arc<Notify>);

impl Observer for Told {
    fn attempt_failed(&self, _: &Attempt, _: &Failure, _: Option<Duration>) {
        self.0.notify_one();
    }
}

/// Polls a call until something has happened, as far as it goes, and drops it.
async fn drop_when(call: Call<Reply<Response>>, happened: impl Future<Output = ()>) {
    let mut call = pin!(call);
    tokio::select! {
        biased;
        reply = &mut call => panic!("it was to be dropped before it was over: {reply:?}"),
        () = happened => {}
    }
}

/// The client still works, over this connection, counted from 0.
async fn still_works(client: &RetryClient, server: &Server, connection: usize) {
    let reply = client.get(server.url()).send().await.unwrap();
    assert_eq!(reply.into_value().text().await.unwrap(), "done");
    assert_eq!(server.arrivals().last().unwrap().connection, connection);
}

#[tokio::test]
async fn a_call_dropped_during_a_send_closes_its_connection() {
    let slow = ok("late").late(secs(3_600));
    let stuck = status(503).body("12345").stuck(2);
    for step in [silence(), slow, stuck] {
        let server = Server::start([step, ok("done")]).await;
        let client = RetryClient::new().unwrap().with_policy(PATIENT);
        let call = client
            .get(server.url())
            .send()
            .retry(|policy| policy.when(&judge));
        drop_when(call, server.has_arrivals(1)).await;
        server.has_closed(1).await;
        still_works(&client, &server, 1).await;
        assert_eq!(server.arrivals().len(), 2);
    }
}

/// Judging a response takes all of it.
fn judge(_: &retry_client::Outcome) -> retry_client::Verdict {
    retry_client::Verdict::Default
}

/// Sends one request that is answered like this, and drops it while it waits for the next attempt.
async fn dropped_in_the_wait(step: Step) -> (RetryClient, Server) {
    let server = Server::start([step, ok("done")]).await;
    let told = Arc::new(Notify::new());
    let builder = RetryClient::builder().observe(Told(Arc::clone(&told)));
    let client = builder.retry(|_| PATIENT).build().unwrap();
    drop_when(client.get(server.url()).send(), told.notified()).await;
    (client, server)
}

#[tokio::test]
async fn a_call_dropped_during_a_wait_leaves_its_connection_free_or_closed() {
    let (client, server) = dropped_in_the_wait(status(503)).await;
    still_works(&client, &server, 0).await;

    let (client, server) = dropped_in_the_wait(status(503).body(vec![0; 8 << 20])).await;
    server.has_closed(1).await;
    still_works(&client, &server, 1).await;
}

#[tokio::test]
async fn a_call_dropped_during_a_hook_sends_nothing() {
    let server = Server::start([ok("done")]).await;
    let reached = Arc::new(Notify::new());
    let inside = Arc::clone(&reached);
    let builder = RetryClient::builder().before_attempt(async move |request, _| {
        if request.headers().contains_key("x-stop") {
            inside.notify_one();
            std::future::pending::<()>().await;
        }
        Ok(())
    });
    let client = builder.build().unwrap();
    let call = client.get(server.url()).header("x-stop", "1").send();
    drop_when(call, reached.notified()).await;
    still_works(&client, &server, 0).await;
    assert_eq!((server.arrivals().len(), server.connections()), (1, 1));
}

#[tokio::test]
async fn a_call_dropped_before_its_first_poll_sends_nothing() {
    let server = Server::start([ok("done")]).await;
    let client = RetryClient::new().unwrap();
    drop(client.get(server.url()).send());
    still_works(&client, &server, 0).await;
    assert_eq!(server.arrivals().len(), 1);
}

#[tokio::test]
async fn calls_that_are_not_dropped_go_on() {
    let server = Server::responding(|arrival| match &*arrival.target {
        "/stuck" => silence(),
        _ => ok("done"),
    })
    .await;
    let client = RetryClient::new().unwrap().with_policy(PATIENT);
    let calls = (0..20).map(|n| {
        let path = if n % 2 == 0 { "/stuck" } else { "/" };
        tokio::spawn(client.get(server.url() + path).send())
    });
    let (stuck, going): (Vec<_>, Vec<_>) = calls.enumerate().partition(|(n, _)| n % 2 == 0);
    server.has_arrivals(20).await;
    for (_, call) in stuck {
        call.abort();
    }
    for (_, call) in going {
        assert_eq!(call.await.unwrap().unwrap().status(), 200);
    }
    server.has_closed(10).await;
    assert_eq!(server.arrivals().len(), 20);
}
