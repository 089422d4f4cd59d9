//! Proxies: forwarded requests, tunnels, and those that refuse.

use std::sync::{Arc, Mutex};

use retry_client::{ErrorKind, GaveUp, RetryClient};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};

use crate::failures::faults::proxy::{Certificate, FaultProxy, FirstConnection};
use crate::support::script::ok;
use crate::support::server::Server;

/// A proxy that answers every `CONNECT` with this status, and opens the tunnel after a 200: its URL, and
/// the heads that arrived.
async fn tunnels(status: &'static str) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://u:p@{}", listener.local_addr().unwrap());
    let heads = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&heads);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let kept = Arc::clone(&kept);
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await?);
                }
                let head = String::from_utf8(head).unwrap();
                let target = head.split(' ').nth(1).unwrap().to_owned();
                kept.lock().unwrap().push(head);
                let reply = format!("HTTP/1.1 {status}\r\nx-a: b\r\n\r\n");
                stream.write_all(reply.as_bytes()).await?;
                if status.starts_with("200") {
                    let mut server = TcpStream::connect(target).await?;
                    copy_bidirectional(&mut stream, &mut server).await?;
                }
                Ok::<_, std::io::Error>(())
            });
        }
    });
    (url, heads)
}

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
    let (proxy, heads) = tunnels("200 Connection established").await;
    let reply = through(&proxy).get(&*url).send().await.unwrap();
    assert_eq!(reply.into_value().text().await.unwrap(), "done");
    let heads = heads.lock().unwrap();
    assert_eq!(heads.len(), 1);
    let authority = url.trim_start_matches("https://");
    assert!(heads[0].starts_with(&format!("CONNECT {authority} HTTP/1.1\r\n")));
    assert!(heads[0].contains("Proxy-Authorization: Basic dTpw\r\n"));
    assert!(heads[0].contains("User-Agent: shop/1\r\n"));
}

#[tokio::test]
async fn a_refused_tunnel_is_told_and_tried_again_but_for_407() {
    for (status, attempts, gave_up) in [
        ("503 Busy", 2, GaveUp::AttemptsExhausted),
        ("407 Who are you", 1, GaveUp::NotRetryable),
    ] {
        let (proxy, heads) = tunnels(status).await;
        let call = through(&proxy)
            .post("https://shop.invalid/orders")
            .body("x");
        let error = call.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
        assert_eq!(
            (error.attempts().len(), error.gave_up()),
            (attempts, gave_up)
        );
        assert_eq!(heads.lock().unwrap().len(), attempts);
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(
            format!("{cause} {error:?}").contains(&status[..3]),
            "{error:?}"
        );
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
