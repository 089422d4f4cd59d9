//! A POST that was redirected arrives once, whatever becomes of the request behind it.

use std::sync::{Arc, Mutex};

use retry_client::GaveUp;
use tokio::net::TcpListener;

use super::{ShopClient, answer_one, records, sent, shop, to};
use crate::support::script::{close, ms, ok, reset, silence, status};
use crate::support::server::Server;

/// The server acted on the POST and redirects it; the GETs behind it fail in every way and order.
#[tokio::test]
async fn a_post_that_was_redirected_to_a_get_arrives_once_whatever_becomes_of_the_get() {
    let failures = [status(503), status(429), reset(), close(), silence()];
    for code in [301, 302, 303] {
        for first in &failures {
            for second in &failures {
                let steps = [
                    to(code, "/outcome"),
                    first.clone(),
                    second.clone(),
                    ok("done"),
                ];
                let server = Server::start(steps).await;
                let shop = shop(&server);
                {
                    let call = shop.order(1);
                    let reply = call.attempt_timeout(ms(200)).reply().await.unwrap();
                    assert_eq!(reply.value(), "done");
                    assert_eq!(
                        records(&reply)
                            .iter()
                            .map(|(_, hops)| *hops)
                            .collect::<Vec<_>>(),
                        [1, 0, 0]
                    );
                }
                let arrivals = server.arrivals();
                assert_eq!(
                    sent(&arrivals),
                    [
                        ("POST", "/orders"),
                        ("GET", "/outcome"),
                        ("GET", "/outcome"),
                        ("GET", "/outcome")
                    ],
                    "{code} {first:?} {second:?}"
                );
                assert_eq!(arrivals[0].body, "1");
                for get in &arrivals[1..] {
                    assert_eq!(get.body, "");
                    for name in ["content-type", "content-language", "content-length"] {
                        assert_eq!(get.header(name), None, "{name}");
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn a_post_of_its_own_list_that_was_redirected_arrives_once() {
    for busy in [429, 503] {
        let server = Server::start([to(303, "/outcome"), status(busy)]).await;
        let error = shop(&server).pay(1).await.unwrap_err();
        assert_eq!(error.gave_up(), GaveUp::AttemptsExhausted);
        let arrivals = server.arrivals();
        let get = ("GET", "/outcome");
        assert_eq!(sent(&arrivals), [("POST", "/payments"), get, get, get]);
    }
}

#[tokio::test]
async fn a_post_arrives_once_if_the_server_restarts_before_the_get() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let posts = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&posts);
    let server = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        drop(listener);
        let answer = "HTTP/1.1 303 X\r\nlocation: /outcome\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        answer_one(stream, &log, answer).await;
        tokio::time::sleep(ms(20)).await;
        let again = TcpListener::bind(address).await.unwrap();
        let (stream, _) = again.accept().await.unwrap();
        let answer = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\nconnection: close\r\n\r\ndone";
        answer_one(stream, &log, answer).await;
    });
    let builder = ShopClient::builder().base_url(format!("http://{address}"));
    let shop = builder.redirects(3).build().unwrap();
    let call = shop.order(1).retry(|policy| {
        let strategy = retry_client::Strategy::constant(ms(20));
        policy.strategy(strategy).attempts(500)
    });
    assert_eq!(call.await.unwrap(), "done");
    server.await.unwrap();
    assert_eq!(*posts.lock().unwrap(), ["POST", "GET"]);
}

#[tokio::test]
async fn a_failure_behind_a_307_proves_nothing_about_the_post_before_it() {
    for failure in [status(503), status(429), reset(), close()] {
        let server = Server::start([to(307, "/moved"), failure.clone(), ok("done")]).await;
        {
            let call = shop(&server).pay(1);
            let error = call.await.unwrap_err();
            assert_eq!(error.gave_up(), GaveUp::NotRepeatable, "{failure:?}");
            assert_eq!(error.attempts()[0].hops(), 1);
        }
        let arrivals = server.arrivals();
        assert_eq!(sent(&arrivals), [("POST", "/payments"), ("POST", "/moved")]);
        assert_eq!([&arrivals[0].body, &arrivals[1].body], ["1", "1"]);
    }
}
