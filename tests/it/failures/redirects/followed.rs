//! The request that follows a redirect, and how many of them are followed.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use retry_client::{Body, RetryClient};

use super::{records, sent, shop, to};
use crate::support::ad_hoc::STEADY;
use crate::support::script::{ok, status};
use crate::support::server::Server;

#[tokio::test]
async fn any_other_retry_begins_at_the_declared_url_again() {
    let steps = [to(302, "/a"), status(503), to(302, "/b"), ok("done")];
    let server = Server::start(steps).await;
    let reply = shop(&server).orders().reply().await.unwrap();
    assert_eq!(records(&reply), [(Some(503), 1), (Some(200), 1)]);
    let arrivals = server.arrivals();
    let (get, a, b) = (("GET", "/orders"), ("GET", "/a"), ("GET", "/b"));
    assert_eq!(sent(&arrivals), [get, a, get, b]);
}

#[tokio::test]
async fn a_request_is_kept_or_replaced_as_its_status_says() {
    for (code, kept) in [
        (301, false),
        (302, false),
        (303, false),
        (307, true),
        (308, true),
    ] {
        let server = Server::start([to(code, "../other?q=1"), ok("done")]).await;
        assert_eq!(shop(&server).keyed(7).await.unwrap(), "done");
        let arrivals = server.arrivals();
        let verb = if kept { "POST" } else { "GET" };
        assert_eq!(sent(&arrivals), [("POST", "/keyed"), (verb, "/other?q=1")]);
        assert_eq!(arrivals[1].body == "7", kept);
        assert_eq!(arrivals[1].header("idempotency-key").is_some(), kept);
        assert_eq!(arrivals[1].header("content-type").is_some(), kept);
    }
    for code in [301, 302, 303, 307, 308] {
        let server = Server::start([to(code, "/other"), ok("")]).await;
        shop(&server).check().await.unwrap();
        let arrivals = server.arrivals();
        assert_eq!(sent(&arrivals), [("HEAD", "/orders"), ("HEAD", "/other")]);
        let server = Server::start([to(code, "/other"), ok("done")]).await;
        shop(&server).replace(7).await.unwrap();
        let verb = if code == 303 { "GET" } else { "PUT" };
        let arrivals = server.arrivals();
        assert_eq!(sent(&arrivals), [("PUT", "/orders"), (verb, "/other")]);
    }
}

/// A stream, of which nobody can have a second copy.
struct OneShot(Option<&'static str>);

impl Stream for OneShot {
    type Item = std::io::Result<&'static str>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

#[tokio::test]
async fn a_body_that_can_be_sent_once_leaves_the_redirect_as_the_response() {
    let body = || Body::wrap_stream(OneShot(Some("all")));
    let server = Server::start([to(307, "/other"), ok("done")]).await;
    let error = shop(&server).once(body()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
    assert_eq!(sent(&server.arrivals()), [("POST", "/once")]);

    let server = Server::start([to(303, "/other"), ok("done")]).await;
    assert_eq!(shop(&server).once(body()).await.unwrap(), "done");
    assert_eq!(
        sent(&server.arrivals()),
        [("POST", "/once"), ("GET", "/other")]
    );
}

#[tokio::test]
async fn redirects_are_counted_per_attempt_and_a_loop_ends_with_the_redirect() {
    // Two hops and a failure, twice: more than three in the call, not in an attempt.
    let hops = |end| [to(302, "/1"), to(302, "/2"), end];
    let steps = [hops(status(503)), hops(status(503)), hops(ok("done"))].concat();
    let server = Server::start(steps).await;
    let reply = shop(&server).orders().reply().await.unwrap();
    assert_eq!(
        records(&reply),
        [(Some(503), 2), (Some(503), 2), (Some(200), 2)]
    );
    assert_eq!(server.arrivals().len(), 9);

    let server = Server::responding(|arrival| to(302, format!("{}x", arrival.target))).await;
    let error = shop(&server).orders().await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts().len()),
        (302, 1)
    );
    assert_eq!(
        (server.arrivals().len(), error.attempts()[0].hops()),
        (4, 3)
    );

    let server = Server::start([to(302, "/1"), to(302, "/orders"), ok("done")]).await;
    let error = shop(&server).orders().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 302);
    assert_eq!(
        sent(&server.arrivals()),
        [("GET", "/orders"), ("GET", "/1")]
    );
}

#[tokio::test]
async fn a_redirect_that_the_method_declares_is_not_followed() {
    let server = Server::start([to(302, "/other")]).await;
    shop(&server).kept().await.unwrap();
    assert_eq!(shop(&server).absent().await.unwrap(), None);
    assert_eq!(server.targets(), ["/kept", "/absent"]);
}

#[tokio::test]
async fn a_raw_response_beyond_the_last_redirect_is_the_redirect() {
    let server = Server::responding(|arrival| to(303, format!("{}x", arrival.target))).await;
    let client = RetryClient::builder().redirects(1).build().unwrap();
    let reply = client.post(server.url()).send().await.unwrap();
    assert_eq!(
        (reply.status().as_u16(), records(&reply)),
        (303, vec![(Some(303), 1)])
    );
    assert_eq!(reply.value().url().path(), "/x");
    assert_eq!(sent(&server.arrivals()), [("POST", "/"), ("GET", "/x")]);
}

#[tokio::test]
async fn after_a_303_failover_lists_no_longer_apply() {
    let second = Server::start([ok("second")]).await;
    let first = Server::start([to(303, "/outcome"), status(503), ok("first")]).await;
    let client = RetryClient::builder()
        .redirects(2)
        .retry(|_| STEADY)
        .build()
        .unwrap();
    let reply = client
        .put([first.url(), second.url()])
        .send()
        .await
        .unwrap();
    assert_eq!(reply.into_value().text().await.unwrap(), "first");
    assert_eq!(second.connections(), 0);
}
