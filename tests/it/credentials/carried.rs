//! Clients that carry the requests of others, each with credentials of its own.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::SeqCst;

use retry_client::{
    BoxError, Credential, Credentials, Request, Response, RetryClient, Transport, reqwest,
};

use super::{MailClient, Tokens};
use crate::support::script::{ok, status};
use crate::support::server::{Arrival, Server};
use crate::support::temp_dir::TempDir;

/// The keys `k1`, `k2` and so on, beside the token of the client that is carried.
#[derive(Clone, Default)]
struct Keys(Arc<AtomicU32>);

impl Credentials for Keys {
    async fn fetch(&self, _: Option<&Credential>) -> Result<Credential, BoxError> {
        let number = self.0.fetch_add(1, SeqCst) + 1;
        Ok(Credential::header("x-key", format!("k{number}")))
    }
}

/// A client that adds keys to the requests that it carries.
fn keyed(server: &Server, keys: impl Credentials) -> RetryClient {
    let builder = RetryClient::builder().base_url(server.url());
    builder.credentials(keys).build().unwrap()
}

fn carried_by(inner: &RetryClient, server: &Server) -> retry_client::ClientBuilder<MailClient> {
    let builder = MailClient::builder().base_url(server.url());
    builder.transport(inner.clone())
}

/// The token and the key that each request carried, such as `t1 k1`.
fn carried(server: &Server) -> Vec<String> {
    let shown = |arrival: &Arrival| {
        let token = arrival.header("authorization").unwrap_or("Bearer -");
        let key = arrival.header("x-key").unwrap_or("-");
        format!("{} {key}", token.trim_start_matches("Bearer "))
    };
    server.arrivals().iter().map(shown).collect()
}

#[tokio::test]
async fn a_call_through_two_clients_is_repeated_once_in_all() {
    let respond =
        |arrival: &Arrival| match (arrival.header("authorization"), arrival.header("x-key")) {
            (Some("Bearer t2"), Some("k2")) => ok("\"hello\""),
            _ => status(401),
        };
    let server = Server::responding(respond).await;
    let (tokens, inner) = (Tokens::default(), keyed(&server, Keys::default()));
    let mail = carried_by(&inner, &server).credentials(tokens.clone());
    let mail = mail.build().unwrap();
    let error = mail.inbox().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(carried(&server), ["t1 k1", "t1 k2"]);
    // The token was refused too, so the next call begins with another.
    mail.inbox().await.unwrap();
    assert_eq!(carried(&server)[2..], ["t2 k2"]);
    assert_eq!(tokens.fetches(), 2);
}

#[tokio::test]
async fn of_two_clients_the_one_whose_credential_has_changed_repeats() {
    let server = Server::start([status(401), ok("\"hello\"")]).await;
    let inner = keyed(&server, Credential::header("x-key", "fixed"));
    let mail = carried_by(&inner, &server).credentials(Tokens::default());
    mail.build().unwrap().inbox().await.unwrap();
    assert_eq!(carried(&server), ["t1 fixed", "t2 fixed"]);

    let server = Server::start([status(401), ok("\"hello\"")]).await;
    let inner = keyed(&server, Keys::default());
    let mail = carried_by(&inner, &server).build().unwrap();
    mail.inbox().await.unwrap();
    assert_eq!(carried(&server), ["- k1", "- k2"]);
}

#[tokio::test]
async fn a_second_401_of_a_retried_call_is_the_response_through_two_clients_too() {
    let server = Server::start([status(401), status(503), status(401), ok("\"hello\"")]).await;
    let inner = keyed(&server, Keys::default());
    let mail = carried_by(&inner, &server).build().unwrap();
    let error = mail.inbox().await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts().len()),
        (401, 2)
    );
    assert_eq!(carried(&server), ["- k1", "- k2", "- k2"]);
    // Another call has a repetition of its own, and knows that the key was refused.
    mail.inbox().await.unwrap();
    assert_eq!(carried(&server)[3..], ["- k3"]);
}

/// A transport that is not ours, through which nobody knows who carries whom.
struct Through(reqwest::Client);

impl Transport for Through {
    async fn send(&self, request: Request) -> Result<Response, BoxError> {
        Ok(self.0.execute(request).await?)
    }
}

#[tokio::test]
async fn a_call_that_goes_on_after_its_body_broke_off_has_a_repetition_anew() {
    let part = |code| status(code).header("etag", "\"a\"");
    let server = Server::start([
        status(401),
        part(200).body("0123456789").cut(4),
        status(401),
        part(206)
            .header("content-range", "bytes 4-9/10")
            .body("456789"),
    ])
    .await;
    let tokens = Tokens::default();
    let builder = RetryClient::builder().base_url(server.url());
    let builder = builder.transport(Through(reqwest::Client::new()));
    let client = builder.credentials(tokens.clone()).build().unwrap();
    let dir = TempDir::new();
    let path = dir.path("file");
    let file = client.get(server.url() + "/file").download_to(&path);
    file.await.unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"0123456789");
    assert_eq!(carried(&server), ["t1 -", "t2 -", "t2 -", "t3 -"]);
}
