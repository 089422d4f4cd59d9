//! Redirects to other origins: what goes there, and what hooks are shown.

use std::sync::{Arc, Mutex};

use retry_client::Attempt;
use tokio::net::TcpListener;

use super::{ShopClient, answer_one, sent, to};
use crate::support::script::ok;
use crate::support::server::Server;

const SECRETS: [(&str, &str); 4] = [
    ("authorization", "Bearer s3cr3t"),
    ("cookie", "s3cr3t"),
    ("x-api-key", "s3cr3t"),
    ("x-retry-attempt", "1"),
];

#[tokio::test]
async fn another_origin_gets_none_of_the_headers_but_the_harmless_and_nothing_more_in_that_chain() {
    let home = Server::responding(|arrival| match arrival.target.as_str() {
        "/end" => ok("done"),
        _ => to(302, "/"),
    });
    let home = home.await;
    let back = format!("{}/end", home.url());
    let elsewhere = Server::start([to(307, back)]).await;
    let away = elsewhere.url();
    let start = Server::start([to(302, away.clone())]).await;
    let hooked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&hooked);
    let client = ShopClient::builder()
        .base_url(start.url())
        .bearer("s3cr3t")
        .attempt_header("x-retry-attempt")
        .header("x-api-key", "s3cr3t")
        .redirects_elsewhere(3)
        .before_attempt(async move |request, attempt: &Attempt| {
            let shown = (request.url().path().to_owned(), attempt.is_same_origin());
            log.lock().unwrap().push(shown);
            Ok(())
        })
        .build()
        .unwrap();
    let call = client.orders().header("cookie", "s3cr3t");
    let call = call
        .header("accept-language", "de")
        .header("range", "bytes=0-");
    assert_eq!(call.await.unwrap(), "done");
    assert_eq!(*hooked.lock().unwrap(), [("/orders".to_owned(), true)]);
    let at_start = &start.arrivals()[0];
    for (name, value) in SECRETS {
        assert_eq!(at_start.header(name), Some(value));
    }
    for arrival in [&elsewhere.arrivals()[0], &home.arrivals()[0]] {
        for (name, _) in SECRETS {
            assert_eq!(arrival.header(name), None, "{name}");
        }
        assert_eq!(arrival.header("accept-language"), Some("de"));
        assert_eq!(arrival.header("range"), Some("bytes=0-"));
        assert_eq!(arrival.header("referer"), None);
    }
}

#[tokio::test]
async fn a_chain_that_comes_back_from_another_origin_brings_no_secret_home() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let away = format!("http://{}/", elsewhere.local_addr().unwrap());
    let home = Server::responding(move |arrival| match arrival.target.as_str() {
        "/orders" => to(302, away.clone()),
        _ => ok("done"),
    });
    let home = home.await;
    let answer = format!(
        "HTTP/1.1 302 X\r\nlocation: {}/delete\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        home.url()
    );
    tokio::spawn(async move {
        let (stream, _) = elsewhere.accept().await.unwrap();
        answer_one(stream, &Mutex::default(), &answer).await;
    });
    let builder = ShopClient::builder().base_url(home.url()).bearer("s3cr3t");
    let client = builder.redirects_elsewhere(2).build().unwrap();
    assert_eq!(client.orders().await.unwrap(), "done");
    let arrivals = home.arrivals();
    assert_eq!(sent(&arrivals), [("GET", "/orders"), ("GET", "/delete")]);
    assert!(arrivals[0].header("authorization").is_some());
    assert_eq!(arrivals[1].header("authorization"), None);
}

#[tokio::test]
async fn another_origin_gets_no_request_but_get_and_head_and_none_unless_asked_for() {
    let elsewhere = Server::start([ok("done")]).await;
    let home = Server::start([to(307, elsewhere.url())]).await;
    let builder = || ShopClient::builder().base_url(home.url());
    let anywhere = builder().redirects_elsewhere(3).build().unwrap();
    assert_eq!(anywhere.order(1).await.unwrap_err().status().unwrap(), 307);
    assert_eq!(
        anywhere.replace(1).await.unwrap_err().status().unwrap(),
        307
    );
    let within = builder().redirects(3).build().unwrap();
    assert_eq!(within.orders().await.unwrap_err().status().unwrap(), 307);
    assert_eq!(elsewhere.connections(), 0);
    assert_eq!(anywhere.orders().await.unwrap(), "done");
    anywhere.check().await.unwrap();
    let arrivals = elsewhere.arrivals();
    assert_eq!(sent(&arrivals), [("GET", "/"), ("HEAD", "/")]);
}

#[tokio::test]
async fn hooks_change_every_hop_within_the_origin() {
    let server = Server::start([to(302, "/a"), ok("done")]).await;
    let client = ShopClient::builder()
        .base_url(server.url())
        .redirects(1)
        .before_attempt(async |request, attempt: &Attempt| {
            let value = format!("{} {}", attempt.number(), attempt.is_same_origin());
            request.headers_mut().insert("x-hook", value.parse()?);
            Ok(())
        })
        .build()
        .unwrap();
    client.orders().await.unwrap();
    let arrivals = server.arrivals();
    let hooked = arrivals.iter().map(|arrival| arrival.header("x-hook"));
    assert_eq!(hooked.collect::<Vec<_>>(), [Some("1 true"), Some("1 true")]);
    // A URL of the caller's own is shown, and told apart.
    let other = Server::start([to(302, "/a"), ok("done")]).await;
    client.anywhere(&other.url()).await.unwrap();
    let arrivals = other.arrivals();
    let hooked = arrivals.iter().map(|arrival| arrival.header("x-hook"));
    assert_eq!(
        hooked.collect::<Vec<_>>(),
        [Some("1 false"), Some("1 false")]
    );
}
