//! TLS: certificates, records that are none, and settings of connections.

use retry_client::{ErrorKind, RetryClient, reqwest};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::failures::faults::certificate::Certificate;
use crate::failures::faults::proxy::{FaultProxy, FirstConnection};
use crate::support::script::ok;
use crate::support::server::Server;

fn trusting() -> RetryClient {
    RetryClient::builder()
        .root_certificate(Certificate::Valid.pem())
        .retry(|policy| policy.attempts(3))
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_certificate_that_was_added_is_trusted_and_no_other() {
    for (shown, is_trusted) in [(Certificate::Valid, true), (Certificate::Expired, false)] {
        let server = FaultProxy::new(FirstConnection::Open, Some(shown)).await;
        let url = format!("https://{}", server.open().await);
        match trusting().get(&*url).send().await {
            Ok(reply) => assert!(is_trusted && reply.status() == 200),
            Err(error) => {
                assert!(!is_trusted, "{error:?}");
                assert_eq!(error.kind(), ErrorKind::Connect);
                assert_eq!((error.attempts().len(), server.connections()), (1, 1));
            }
        }
    }
}

#[tokio::test]
async fn a_record_that_cannot_be_decrypted_is_a_lost_connection() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let acceptor = Certificate::Valid.acceptor("http/1.1");
    tokio::spawn(async move {
        for connection in 0.. {
            let (stream, _) = listener.accept().await?;
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let mut tls = acceptor.accept(stream).await?;
                for request in 0.. {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        head.push(tls.read_u8().await?);
                    }
                    if (connection, request) == (0, 1) {
                        let garbage = [&[0x17, 3, 3, 0, 40][..], &[7; 40]].concat();
                        tls.get_mut().0.write_all(&garbage).await?;
                        continue;
                    }
                    tls.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").await?;
                    tls.flush().await?;
                }
                Ok::<_, std::io::Error>(())
            });
        }
        Ok::<_, std::io::Error>(())
    });
    let client = trusting();
    client.get(&*url).send().await.unwrap();
    let reply = client.get(&*url).send().await.unwrap();
    assert_eq!(reply.attempts().len(), 2);
    assert_eq!(reply.attempts()[0].outcome(), Some(ErrorKind::Reset));
}

#[tokio::test]
async fn a_user_agent_is_sent_unless_the_request_has_one() {
    let server = Server::start([ok("")]).await;
    let client = RetryClient::builder().user_agent("shop/1").build().unwrap();
    let get = || client.get(&*server.url());
    get().send().await.unwrap();
    get().header("user-agent", "own").send().await.unwrap();
    let arrivals = server.arrivals();
    let sent: Vec<_> = arrivals
        .iter()
        .map(|one| one.header("user-agent"))
        .collect();
    assert_eq!(sent, [Some("shop/1"), Some("own")]);
}

#[test]
fn settings_of_connections_are_those_of_the_client_that_is_built() {
    let builder = || RetryClient::builder().http(reqwest::Client::new());
    let refused = [
        builder().connect_timeout(std::time::Duration::from_secs(1)),
        builder().http2_keep_alive(std::time::Duration::MAX, std::time::Duration::MAX),
        builder().root_certificate(Certificate::Valid.pem()),
        builder().proxy("http://h"),
        builder().user_agent("x"),
        builder().redirects(1),
    ];
    for builder in refused {
        assert_eq!(builder.build().unwrap_err().kind(), ErrorKind::Build);
    }
}

#[test]
fn an_invalid_certificate_or_identity_is_rejected() {
    let pem = Certificate::Valid.pem();
    let refused = [
        RetryClient::builder().root_certificate("none"),
        RetryClient::builder().identity("none"),
        RetryClient::builder().identity(pem),
        RetryClient::builder().user_agent("a\nb"),
    ];
    for builder in refused {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build, "{error}");
    }
}
