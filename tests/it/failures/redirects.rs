//! Redirects are followed by the loop: each hop is a request of its own, and what becomes of it says
//! nothing about the request that was declared.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use retry_client::{
    Attempt, Body, ErrorKind, GaveUp, Reply, Result, RetryClient, Transport, client, reqwest,
};
use tokio::net::TcpListener;
use tokio::time::Instant;

use crate::support::ad_hoc::{STEADY, URL};
use crate::support::closed_port::ClosedPort;
use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, close, ms, ok, reset, secs, silence, status};
use crate::support::server::{Arrival, Server};

#[client]
#[retry(constant, base = 1ms, attempts = 3, statuses = [429])]
trait Shop {
    #[get("/orders")]
    async fn orders(&self) -> Result<String>;

    #[head("/orders")]
    async fn check(&self) -> Result<()>;

    /// Only inherits a retry.
    #[post("/orders", headers("content-language" = "en"))]
    async fn order(&self, #[json] number: u32) -> Result<String>;

    #[post("/payments")]
    #[retry(unprocessed_only, statuses = [429, 503])]
    async fn pay(&self, #[json] number: u32) -> Result<String>;

    #[put("/orders")]
    async fn replace(&self, #[json] number: u32) -> Result<String>;

    #[post("/keyed")]
    #[idempotency_key]
    async fn keyed(&self, #[json] number: u32) -> Result<String>;

    #[get("/kept", ok_on = 302)]
    async fn kept(&self) -> Result<()>;

    #[get("/absent", none_on = 302)]
    async fn absent(&self) -> Result<Option<String>>;

    #[post("/once")]
    #[retry(off)]
    async fn once(&self, #[body] body: Body) -> Result<String>;

    #[get]
    async fn anywhere(&self, #[url] url: &str) -> Result<String>;
}

fn to(code: u16, location: impl Into<String>) -> Step {
    status(code).header("location", location)
}

fn shop(server: &Server) -> ShopClient {
    let builder = ShopClient::builder().base_url(server.url());
    builder.redirects(3).build().unwrap()
}

fn sent(arrivals: &[Arrival]) -> Vec<(&str, &str)> {
    let pairs = arrivals.iter();
    pairs
        .map(|arrival| (arrival.method.as_str(), arrival.target.as_str()))
        .collect()
}

fn records<T>(reply: &Reply<T>) -> Vec<(Option<u16>, u32)> {
    let records = reply.attempts().iter();
    records
        .map(|record| (record.status().map(|status| status.as_u16()), record.hops()))
        .collect()
}

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

async fn answer_one(stream: tokio::net::TcpStream, log: &Mutex<Vec<String>>, answer: &str) {
    use tokio::io::AsyncWriteExt;
    let mut stream = tokio::io::BufReader::new(stream);
    let request = crate::support::raw_http::receive(&mut stream)
        .await
        .unwrap();
    log.lock().unwrap().push(request.unwrap().method);
    stream.write_all(answer.as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
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

#[tokio::test(start_paused = true)]
async fn retry_after_of_a_redirect_is_waited_for_outside_the_attempt() {
    let later = |secs: &str| to(303, "/outcome").header("retry-after", secs);
    let client = |memory: &MemoryTransport| {
        let builder = RetryClient::builder()
            .transport(memory.clone())
            .redirects(2);
        builder
            .retry(|_| STEADY)
            .attempt_timeout(secs(1))
            .build()
            .unwrap()
    };
    let memory = MemoryTransport::new([later("30").late(ms(600)), ok("").late(ms(300))]);
    let reply = client(&memory).post(URL).send().await.unwrap();
    assert_eq!(memory.times(), [ms(0), ms(30_600)]);
    assert_eq!(reply.attempts()[0].duration(), ms(900));

    for (asked, timeout, gave_up) in [
        ("61", secs(100), GaveUp::ServerDelayTooLong),
        ("30", secs(30), GaveUp::TimeoutWouldPass),
    ] {
        let memory = MemoryTransport::new([later(asked)]);
        let begun = Instant::now();
        let reply = client(&memory)
            .post(URL)
            .timeout(timeout)
            .send()
            .await
            .unwrap();
        assert_eq!(
            (reply.status().as_u16(), begun.elapsed()),
            (303, Duration::ZERO)
        );
        let error = reply.error_for_status().unwrap_err();
        assert_eq!((error.gave_up(), memory.count()), (gave_up, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn the_attempt_timeout_bounds_an_attempt_with_all_its_redirects() {
    let steps = [
        to(302, "/1").late(ms(400)),
        to(302, "/2").late(ms(400)),
        ok("").late(ms(400)),
    ];
    let memory = MemoryTransport::new(steps);
    let builder = RetryClient::builder()
        .transport(memory.clone())
        .redirects(2);
    let client = builder.retry(|_| STEADY.attempts(1)).build().unwrap();
    let call = client.get(URL).attempt_timeout(secs(1));
    let error = call.send().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.elapsed()),
        (ErrorKind::Timeout, secs(1))
    );
    assert_eq!((memory.count(), error.attempts()[0].hops()), (3, 2));
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
