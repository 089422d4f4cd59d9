//! A company's network: its own authority, certificates of clients, a proxy on the way out.

use std::fmt::Display;

use retry_client::{Error, ErrorKind, GaveUp, RetryClient};
use tokio_rustls::rustls::SupportedProtocolVersion;
use tokio_rustls::rustls::version::{TLS12, TLS13};

use super::company_clients::{
    StockClient, through_proxy, with_client_certificate, with_private_authority,
};
use crate::failures::faults::certificate::{CLIENT, Certificate, STRANGER};
use crate::failures::faults::proxy::{FaultProxy, FirstConnection};
use crate::failures::faults::tunnel::Tunnel;
use crate::support::closed_port::ClosedPort;
use crate::support::script::ok;

/// A server that shows this certificate, and its URL.
async fn showing(certificate: Certificate) -> (FaultProxy, String) {
    opened(FaultProxy::new(FirstConnection::Open, Some(certificate)).await).await
}

/// A server that lets in only who shows a certificate of the company's, and its URL.
async fn to_members(
    protocol: &str,
    version: &'static SupportedProtocolVersion,
) -> (FaultProxy, String) {
    let acceptor = Certificate::Company.to_members(protocol, version);
    opened(FaultProxy::responding(ok("7"), Some(acceptor)).await).await
}

async fn opened(server: FaultProxy) -> (FaultProxy, String) {
    let url = format!("https://{}", server.open().await);
    (server, url)
}

fn authority() -> &'static [u8] {
    Certificate::Company.root()
}

/// A failure that is told in these words, after one attempt that no server has seen.
fn is_final(error: &Error, words: impl Display, server: &FaultProxy) {
    let found = (error.kind(), error.gave_up(), error.attempts().len());
    let expected = (ErrorKind::Connect, GaveUp::NotRetryable, 1);
    assert_eq!(found, expected, "{error:?}");
    let words = format!("no connection: {words}");
    assert!(error.to_string().ends_with(&words), "{error} / {words}");
    assert_eq!((server.connections(), server.requests()), (1, 0));
}

/// The words for a server's certificate. Only rustls says what is wrong with one.
fn not_accepted(why: &str) -> String {
    let why = if cfg!(feature = "rustls") { why } else { "" };
    format!("certificate not accepted{why}")
}

#[tokio::test]
async fn a_private_authority_is_trusted_only_by_the_clients_it_was_added_to() {
    let acceptor = Certificate::Company.acceptor("http/1.1");
    let server = FaultProxy::responding(ok("7"), Some(acceptor)).await;
    let (server, url) = opened(server).await;
    let stranger = StockClient::with_base_url(&*url).unwrap();
    let error = stranger.count("bolt").await.unwrap_err();
    is_final(&error, not_accepted(": unknown issuer"), &server);
    let member = with_private_authority(&url, authority()).unwrap();
    assert_eq!(member.count("bolt").await.unwrap(), 7);
}

#[tokio::test]
async fn errors_say_what_is_wrong_with_a_certificate() {
    for (certificate, host, why) in [
        (Certificate::Expired, "127.0.0.1", ": expired"),
        (Certificate::Valid, "localhost", ": not for this host"),
    ] {
        let (server, url) = showing(certificate).await;
        let url = url.replace("127.0.0.1", host);
        let client = RetryClient::builder().root_certificate(certificate.root());
        let error = client.build().unwrap().get(&*url).send().await.unwrap_err();
        is_final(&error, not_accepted(why), &server);
    }
}

#[tokio::test]
async fn a_client_certificate_is_shown_to_a_server_that_asks_for_it() {
    for version in [&TLS12, &TLS13] {
        let (server, url) = to_members("http/1.1", version).await;
        let member = with_client_certificate(&url, authority(), CLIENT).unwrap();
        assert_eq!(member.count("bolt").await.unwrap(), 7);
        assert_eq!(server.requests(), 1);
    }
}

/// Which of the two is first, the request or the server's word, is not for us to say.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_certificate_that_is_missing_or_not_accepted_ends_the_call() {
    let table = [
        (None, "client certificate required"),
        (
            Some(STRANGER),
            "client certificate not accepted by the server",
        ),
    ];
    for (protocol, version) in [("http/1.1", &TLS12), ("http/1.1", &TLS13), ("h2", &TLS13)] {
        for (identity, words) in table {
            for round in 0..20 {
                let (server, url) = to_members(protocol, version).await;
                let client = RetryClient::builder().root_certificate(authority());
                let client = match identity {
                    None => client,
                    Some(identity) => client.identity(identity),
                };
                let client = client.build().unwrap();
                let request = match round % 2 {
                    0 => client.get(&*url),
                    _ => client.post(&*url).body("x"),
                };
                let error = request.send().await.unwrap_err();
                is_final(&error, words, &server);
            }
        }
    }
}

#[tokio::test]
async fn authority_certificate_and_proxy_go_together() {
    let (server, url) = to_members("http/1.1", &TLS13).await;
    let proxy = Tunnel::start(["503 Busy", "200 OK"]).await;
    let client = through_proxy(&url, authority(), CLIENT, proxy.url()).unwrap();
    assert_eq!(client.count("bolt").await.unwrap(), 7);
    assert_eq!((proxy.heads().len(), server.requests()), (2, 1));
}

#[tokio::test]
async fn missing_hosts_and_closed_ports_are_named_in_the_error_and_retried() {
    let closed = ClosedPort::new();
    for (url, words) in [
        ("http://shop.invalid/".to_owned(), "host not found"),
        (closed.url(), "connection refused"),
    ] {
        let client = RetryClient::builder().retry(|policy| policy.attempts(2));
        let call = client.build().unwrap().post(&*url).body("x");
        let error = call.send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts().len()),
            (ErrorKind::Connect, 2)
        );
        let words = format!("no connection: {words}");
        assert!(error.to_string().ends_with(&words), "{error}");
    }
}

#[test]
fn the_chapter_shows_the_code_that_is_run_here() {
    let chapter = include_str!("../../../../docs/guide/company_network.md");
    let run = include_str!("company_clients.rs").replace("pub(crate) ", "");
    let blocks: Vec<_> = chapter.split("```rust").skip(1).collect();
    assert_eq!(blocks.len(), 3);
    for block in blocks {
        let (_, block) = block.split_once('\n').unwrap();
        let (code, _) = block.split_once("```").unwrap();
        let shown: String = code
            .split_inclusive('\n')
            .filter(|line| !line.starts_with("# "))
            .collect();
        for part in shown.split("\n\n") {
            assert!(run.contains(part.trim()), "{part}");
        }
    }
}
