//! Clients that are handed in: one that may follow redirects by itself proves nothing about a POST.

use std::sync::Mutex;

use retry_client::{
    BoxError, ErrorKind, GaveUp, Request, Response, RetryClient, Transport, reqwest,
};
use tokio::net::TcpListener;

use super::{ShopClient, answer_one, sent, to};
use crate::support::ad_hoc::STEADY;
use crate::support::closed_port::ClosedPort;
use crate::support::script::{ok, status};
use crate::support::server::Server;

/// Follows redirects unseen, as reqwest does unless told otherwise.
fn as_it_comes() -> reqwest::Client {
    let client = reqwest::Client::builder().no_proxy();
    client.build().unwrap()
}

fn without_redirects() -> reqwest::Client {
    let client = reqwest::Client::builder().no_proxy();
    client
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap()
}

#[tokio::test]
async fn nothing_that_a_client_with_redirects_of_its_own_reports_proves_anything_about_a_post() {
    let refused = ClosedPort::new();
    let server = Server::start([to(302, refused.url())]).await;
    let client = RetryClient::from(as_it_comes()).with_policy(STEADY.statuses(&[429]));
    let error = client.post(server.url()).send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Connect, GaveUp::NotRepeatable)
    );
    assert_eq!(server.arrivals().len(), 1);

    let server = Server::start([to(303, "/"), status(429), ok("")]).await;
    let reply = client.post(server.url()).send().await.unwrap();
    assert_eq!(reply.status(), 429);
    assert_eq!(sent(&server.arrivals()), [("POST", "/"), ("GET", "/")]);

    let builder = ShopClient::builder().base_url(refused.url());
    let shop = builder.transport(as_it_comes()).build().unwrap();
    assert_eq!(shop.order(1).await.unwrap_err().attempts().len(), 1);
}

#[tokio::test]
async fn a_client_whose_redirects_are_off_proves_that_a_post_was_not_sent() {
    let refused = ClosedPort::new();
    let builder = ShopClient::builder().base_url(refused.url());
    let shop = builder
        .http_without_redirects(without_redirects())
        .build()
        .unwrap();
    assert_eq!(shop.order(1).await.unwrap_err().attempts().len(), 3);

    let server = Server::start([to(303, "/outcome"), status(503), ok("done")]).await;
    let builder = ShopClient::builder().base_url(server.url());
    let builder = builder.http_without_redirects(without_redirects());
    let shop = builder.redirects(2).build().unwrap();
    assert_eq!(shop.order(1).await.unwrap(), "done");
    let get = ("GET", "/outcome");
    assert_eq!(sent(&server.arrivals()), [("POST", "/orders"), get, get]);
    let builder = ShopClient::builder().http(as_it_comes()).redirects(1);
    let error = builder.base_url(server.url()).build().unwrap_err();
    assert_eq!(
        error.to_string(),
        "the client was not built: `redirects` needs a client that follows none itself; hand it in with \
         `.http_without_redirects(client)`"
    );
}

#[tokio::test]
async fn the_url_decides_about_a_request_that_may_be_repeated_and_asks_for_proof() {
    let proof = STEADY.statuses(&[429]).unprocessed_only();
    let client = RetryClient::from(as_it_comes()).with_policy(proof);
    let server = Server::start([to(302, "/b"), status(429), ok("")]).await;
    let reply = client.get(server.url()).send().await.unwrap();
    assert_eq!((reply.status().as_u16(), server.arrivals().len()), (429, 2));

    let server = Server::start([status(429), ok("")]).await;
    let reply = client.get(server.url()).send().await.unwrap();
    assert_eq!((reply.status().as_u16(), server.arrivals().len()), (200, 2));

    let refused = ClosedPort::new();
    let error = client.get(refused.url()).send().await.unwrap_err();
    assert_eq!(error.gave_up(), GaveUp::AttemptsExhausted);
}

#[tokio::test]
async fn a_retry_client_as_a_transport_does_not_pass_off_a_redirect_as_the_request() {
    let server = Server::start([to(303, "/"), status(429)]).await;
    let inner = RetryClient::builder()
        .redirects(2)
        .retry(|policy| policy.attempts(1));
    let inner = inner.build().unwrap();
    assert!(Transport::follows_redirects(&inner));
    let builder = ShopClient::builder().base_url(server.url());
    let shop = builder.transport(inner).build().unwrap();
    assert_eq!(shop.pay(1).await.unwrap_err().status().unwrap(), 429);
    assert_eq!(
        sent(&server.arrivals()),
        [("POST", "/payments"), ("GET", "/")]
    );
}

/// A transport of the user's own, which says nothing of redirects.
struct Around(RetryClient);

impl Transport for Around {
    async fn send(&self, request: Request) -> Result<Response, BoxError> {
        Transport::send(&self.0, request).await
    }
}

/// The server acts on the POST, redirects it and goes away: the GET behind it was never sent.
#[tokio::test]
async fn a_transport_around_a_retry_client_does_not_pass_off_a_lost_redirect_as_unsent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        drop(listener);
        let answer = "HTTP/1.1 303 X\r\nlocation: /outcome\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        answer_one(stream, &Mutex::default(), answer).await;
    });
    let inner = RetryClient::builder()
        .redirects(2)
        .retry(|policy| policy.attempts(1));
    let builder = ShopClient::builder().base_url(url);
    let shop = builder.transport(Around(inner.build().unwrap()));
    let error = shop.build().unwrap().pay(1).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up(), error.attempts().len()),
        (ErrorKind::Connect, GaveUp::NotRepeatable, 1)
    );
    server.await.unwrap();
}
