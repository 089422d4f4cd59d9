//! Proxies: forwarded requests, tunnels, and those that refuse.

use retry_client::{ErrorKind, GaveUp, RetryClient};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::failures::faults::certificate::Certificate;
use crate::failures::faults::proxy::{FaultProxy, FirstConnection};
use crate::failures::faults::tunnel::Tunnel;
use crate::support::closed_port::ClosedPort;
use crate::support::isolated;
use crate::support::script::ok;
use crate::support::server::Server;

fn through(proxy: &str) -> RetryClient {
    RetryClient::builder()
        .proxy(proxy)
        .user_agent("shop/1")
        .root_certificate(Certificate::Valid.pem())
        .retry(|policy| policy.attempts(2))
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_plain_request_is_forwarded_with_its_whole_url() {
    let proxy = Server::start([ok("forwarded")]).await;
    let client = through(&proxy.url().replace("http://", "http://u:p@"));
    let reply = client
        .get("http://shop.invalid/a?b=c")
        .send()
        .await
        .unwrap();
    assert_eq!(reply.into_value().text().await.unwrap(), "forwarded");
    let arrival = &proxy.arrivals()[0];
    assert_eq!(arrival.target, "http://shop.invalid/a?b=c");
    assert_eq!(arrival.header("host"), Some("shop.invalid"));
    assert_eq!(arrival.header("proxy-authorization"), Some("Basic dTpw"));
}

#[tokio::test]
async fn tls_goes_through_a_tunnel() {
    let server = FaultProxy::new(FirstConnection::Open, Some(Certificate::Valid)).await;
    let url = format!("https://{}", server.open().await);
    let proxy = Tunnel::start(["200 Connection established"]).await;
    let reply = through(proxy.url()).get(&*url).send().await.unwrap();
    assert_eq!(reply.into_value().text().await.unwrap(), "done");
    let heads = proxy.heads();
    assert_eq!(heads.len(), 1);
    let authority = url.trim_start_matches("https://");
    assert!(heads[0].starts_with(&format!("CONNECT {authority} HTTP/1.1\r\n")));
    assert!(heads[0].contains("Proxy-Authorization: Basic dTpw\r\n"));
    assert!(heads[0].contains("User-Agent: shop/1\r\n"));
}

#[tokio::test]
async fn a_refused_tunnel_is_named_in_the_error_and_retried_except_after_407() {
    for (status, attempts, gave_up) in [
        ("503 Busy", 2, GaveUp::AttemptsExhausted),
        ("407 Who are you", 1, GaveUp::NotRetryable),
    ] {
        let proxy = Tunnel::start([status]).await;
        let call = through(proxy.url())
            .post("https://shop.invalid/orders")
            .body("x");
        let error = call.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
        assert_eq!(
            (error.attempts().len(), error.gave_up()),
            (attempts, gave_up)
        );
        assert_eq!(proxy.heads().len(), attempts);
        let words = format!(
            "no connection: the proxy refused the tunnel: {}",
            &status[..3]
        );
        assert!(error.to_string().contains(&words), "{error}");
    }
}

#[test]
fn a_proxy_that_cannot_be_used_is_refused_by_the_builder() {
    for url in ["socks5://127.0.0.1:1", "ftp://h", "no url at all"] {
        let error = RetryClient::builder().proxy(url).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build);
        assert!(error.to_string().contains("`proxy` takes"), "{error}");
    }
}

#[tokio::test]
async fn a_given_proxy_is_used_for_loopback_too() {
    let (proxy, server) = (Server::start([ok("")]).await, Server::start([ok("")]).await);
    let client = through(&proxy.url());
    client.get(&*server.url()).send().await.unwrap();
    assert_eq!((proxy.arrivals().len(), server.arrivals().len()), (1, 0));
}

#[tokio::test]
async fn a_missing_proxy_is_retried_and_never_bypassed() {
    let server = Server::start([ok("")]).await;
    let call = through(&ClosedPort::new().url()).post(&*server.url());
    let error = call.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert_eq!(error.attempts().len(), 2);
    let words = "no connection: the proxy: connection refused";
    assert!(error.to_string().ends_with(words), "{error}");
    assert_eq!(server.connections(), 0);
}

/// A port of the loopback interface that is free, or at least was a moment ago.
fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Says `by proxy` to whatever comes through the proxy that the environment names.
async fn proxy_of_the_environment() {
    let url = std::env::var("HTTP_PROXY").unwrap();
    let (_, address) = url.rsplit_once('/').unwrap();
    let listener = TcpListener::bind(address).await.unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                stream.read_buf(&mut Vec::with_capacity(4096)).await?;
                let reply =
                    b"HTTP/1.1 418 By proxy\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
                stream.write_all(reply).await
            });
        }
    });
}

#[test]
fn the_proxy_of_the_environment_is_used_except_for_no_proxy() {
    let url = format!("http://127.0.0.1:{}", free_port());
    let variables = [
        ("HTTP_PROXY", &*url),
        ("HTTPS_PROXY", &url),
        ("NO_PROXY", "127.0.0.1,near.invalid"),
    ];
    let name = "failures::built::proxies::the_proxy_of_the_environment_is_used_except_for_no_proxy";
    isolated::with(&variables, name, async {
        proxy_of_the_environment().await;
        let server = Server::start([ok("")]).await;
        let client = RetryClient::builder().retry(|policy| policy.attempts(2));
        let client = client.build().unwrap();
        let far = client.get("http://far.invalid/").send().await.unwrap();
        assert_eq!(far.status(), 418);
        let near = client.get(&*server.url()).send().await.unwrap();
        assert_eq!((near.status().as_u16(), server.arrivals().len()), (200, 1));
        let error = client.get("http://near.invalid/").send().await.unwrap_err();
        assert!(error.to_string().ends_with("host not found"), "{error}");
        let error = client.get("https://far.invalid/").send().await.unwrap_err();
        assert!(
            error.to_string().contains("refused the tunnel: 418"),
            "{error}"
        );
    });
}

#[test]
fn an_unusable_proxy_of_the_environment_is_never_bypassed() {
    let variables = [("HTTP_PROXY", "gopher://127.0.0.1:1"), ("NO_PROXY", "")];
    let name = "failures::built::proxies::an_unusable_proxy_of_the_environment_is_never_bypassed";
    isolated::with(&variables, name, async {
        let (server, proxy) = (Server::start([ok("")]).await, Server::start([ok("")]).await);
        let client = RetryClient::builder().retry(|policy| policy.attempts(2));
        let call = client.build().unwrap().post(&*server.url());
        let error = call.send().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts().len()),
            (ErrorKind::Connect, 1)
        );
        assert!(
            error.to_string().contains("the proxy cannot be used"),
            "{error}"
        );
        // The one that the builder was given wins.
        through(&proxy.url())
            .get(&*server.url())
            .send()
            .await
            .unwrap();
        assert_eq!((server.connections(), proxy.arrivals().len()), (0, 1));
    });
}
