//! Deadlines of calls over sockets.

use std::time::Duration;

use retry_client::{
    Attempt, AttemptRecord, ByteStream, ErrorKind, GaveUp, Outcome, Request, Result, RetryClient,
    Verdict,
};
use tokio::time::Instant;

use super::client;
use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok, secs, silence, status};
use crate::support::server::Server;

#[client]
#[retry(constant, base = 20ms, attempts = 3, statuses = [429])]
trait Shop {
    #[get("/orders")]
    async fn orders(&self) -> Result<String>;

    #[post("/orders")]
    async fn order(&self) -> Result<()>;

    #[get("/bytes")]
    async fn bytes(&self) -> Result<ByteStream>;

    #[get("/impatient", idle_timeout = 100ms)]
    async fn impatient_bytes(&self) -> Result<ByteStream>;
}

fn shop(server: &Server) -> ShopClient {
    let builder = ShopClient::builder().base_url(server.url());
    builder.attempt_timeout(ms(300)).build().unwrap()
}

#[tokio::test]
async fn a_call_without_any_time_left_sends_nothing() {
    let server = Server::start([ok("")]).await;
    let shop = shop(&server);
    shop.orders().await.unwrap();
    let past = Instant::now();
    let calls = [
        shop.orders().timeout(Duration::ZERO),
        shop.orders().within(past),
        shop.orders().attempt_timeout(Duration::ZERO),
    ];
    for call in calls {
        let error = call.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
        assert!(error.attempts().is_empty());
    }
    assert_eq!(server.arrivals().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_from_outside_ends_a_call_unless_its_timeout_is_earlier() {
    for (deadline, timeout, expected) in [(250, 400, 250), (400, 250, 250)] {
        let memory = MemoryTransport::new([silence()]);
        let begun = Instant::now();
        let call = client(&memory).short().timeout(ms(timeout));
        let error = call.within(begun + ms(deadline)).await.unwrap_err();
        assert_eq!(
            (error.kind(), begun.elapsed()),
            (ErrorKind::Timeout, ms(expected))
        );
    }
}

#[tokio::test]
async fn a_hook_that_is_slow_once_costs_one_attempt() {
    let server = Server::start([ok("x")]).await;
    let slow_once = async |_: &mut Request, attempt: &Attempt| {
        let time = if attempt.number() == 1 {
            secs(5)
        } else {
            ms(0)
        };
        tokio::time::sleep(time).await;
        Ok(())
    };
    let builder = ShopClient::builder().base_url(server.url());
    let builder = builder.attempt_timeout(ms(200)).before_attempt(slow_once);
    let shop = builder.build().unwrap();
    let reply = shop.orders().reply().await.unwrap();
    let outcomes = reply.attempts().iter().map(AttemptRecord::outcome);
    assert_eq!(
        outcomes.collect::<Vec<_>>(),
        [Some(ErrorKind::Timeout), None]
    );
    // Nothing was sent of it, so a POST may go on as well.
    shop.order().await.unwrap();
    let error = shop.order().attempts(1).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts().len()),
        (ErrorKind::Timeout, 1)
    );
    assert_eq!(server.arrivals().len(), 2);
}

#[tokio::test]
async fn the_timeout_of_a_request_of_a_retry_client_covers_its_body() {
    let server = Server::start([ok("12345").stuck(2)]).await;
    let client = RetryClient::new().unwrap();
    let begun = Instant::now();
    let reply = client
        .get(server.url())
        .timeout(ms(400))
        .send()
        .await
        .unwrap();
    let error = reply.into_value().bytes().await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert!((ms(350)..secs(5)).contains(&begun.elapsed()));

    let server = Server::start([ok("12345")]).await;
    let reply = client
        .get(server.url())
        .timeout(secs(30))
        .send()
        .await
        .unwrap();
    assert_eq!(reply.into_value().text().await.unwrap(), "12345");
}

#[tokio::test]
async fn a_stream_whose_first_byte_is_late_is_handed_out_open() {
    let server = Server::start([ok("12345").stuck(0)]).await;
    let begun = Instant::now();
    let stream = shop(&server).bytes().await.unwrap();
    assert!((ms(290)..secs(5)).contains(&begun.elapsed()));
    drop(stream);
    assert_eq!(server.arrivals().len(), 1);
    // Silence is bounded by `idle_timeout`, which a stream that has not begun can be retried for.
    let error = shop(&server).impatient_bytes().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Timeout, 200)
    );
    assert_eq!(server.arrivals().len(), 4);
}

#[tokio::test]
async fn a_body_that_takes_too_long_leaves_the_head_in_the_error() {
    let server = Server::start([ok("12345").header("x-request-id", "7").stuck(2)]).await;
    let error = shop(&server).orders().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Timeout, 200)
    );
    assert_eq!(error.headers()["x-request-id"], "7");
    assert_eq!((error.attempts().len(), server.arrivals().len()), (3, 3));
}

#[tokio::test]
async fn the_body_of_an_error_takes_a_second_at_most() {
    let server = Server::start([status(404).body("why not").stuck(3)]).await;
    let begun = Instant::now();
    let call = shop(&server).orders().attempt_timeout(secs(30));
    let error = call.await.unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), &error.body()[..]),
        (404, &b"why"[..])
    );
    assert!((ms(900)..secs(10)).contains(&begun.elapsed()));
}

#[tokio::test]
async fn a_post_that_the_deadline_cuts_is_not_reported_as_refused() {
    for (is_get, expected) in [(true, ErrorKind::Status), (false, ErrorKind::Timeout)] {
        let server = Server::start([status(429), silence()]).await;
        let shop = ShopClient::with_base_url(server.url()).unwrap();
        let error = if is_get {
            shop.orders().timeout(ms(400)).await.unwrap_err()
        } else {
            shop.order().timeout(ms(400)).await.unwrap_err()
        };
        assert_eq!((error.kind(), server.arrivals().len()), (expected, 2));
    }
}

#[tokio::test]
async fn a_failure_before_the_attempt_that_the_deadline_cuts_keeps_its_body() {
    for is_seen in [false, true] {
        let server = Server::start([status(503).body("try later"), silence()]).await;
        let mut call = shop(&server).orders().timeout(ms(200));
        if is_seen {
            call = call.retry(|policy| policy.when(&|_: &Outcome| Verdict::Default));
        }
        let error = call.await.unwrap_err();
        assert_eq!(error.gave_up(), GaveUp::TimeoutWouldPass);
        assert_eq!(error.body(), "try later");
        assert_eq!(server.arrivals().len(), 2);
    }
}
