//! The number of requests seen, for every failure and every reason to repeat a request or not to.

use std::collections::BTreeSet;

use retry_client::{Call, ErrorKind, GaveUp, Result, RetryClient, client};

use crate::support::closed_port::ClosedPort;
use crate::support::script::{Step, close, ms, ok, raw, reset, secs, status};
use crate::support::server::{Arrival, Server};

#[client]
#[retry(constant, base = 1ms, statuses = [429])]
trait Shop {
    #[get("/orders")]
    async fn orders(&self) -> Result<String>;

    #[post("/plain")]
    async fn plain(&self, #[json] order: u32) -> Result<String>;

    #[post("/keyed")]
    #[idempotency_key]
    async fn keyed(&self, #[json] order: u32) -> Result<String>;

    #[post("/own-key")]
    async fn own_key(
        &self,
        #[idempotency_key("X-Request")] key: Option<&str>,
        #[json] order: u32,
    ) -> Result<String>;

    #[post("/declared")]
    #[idempotent("an order has a number")]
    async fn declared(&self, #[json] order: u32) -> Result<String>;

    #[post("/unprocessed")]
    #[retry(unprocessed_only, statuses = [503])]
    async fn unprocessed(&self, #[json] order: u32) -> Result<String>;
}

const ATTEMPTS: usize = 3;

/// A failure, and what is to be thought of it.
struct Failing {
    name: &'static str,
    /// The step that every request gets; `None` where the connection is refused.
    step: Option<Step>,
    kind: ErrorKind,
    /// Set if the failure proves that nothing happened.
    is_unprocessed: bool,
}

fn failures() -> Vec<Failing> {
    let responds_with =
        |name, code, is_unprocessed| (name, Some(status(code)), ErrorKind::Status, is_unprocessed);
    let table = [
        responds_with("503", 503, false),
        responds_with("429", 429, true),
        (
            "reset before the head",
            Some(reset()),
            ErrorKind::Reset,
            false,
        ),
        (
            "closed before the head",
            Some(close()),
            ErrorKind::Reset,
            false,
        ),
        ("cut body", Some(ok("whole").cut(3)), ErrorKind::Body, false),
        ("refused connection", None, ErrorKind::Connect, true),
        (
            "slow answer",
            Some(ok("late").late(secs(60))),
            ErrorKind::Timeout,
            false,
        ),
    ];
    let failing = |(name, step, kind, is_unprocessed)| Failing {
        name,
        step,
        kind,
        is_unprocessed,
    };
    table.map(failing).into()
}

/// Makes a call while everything fails, and again while only the first request does.
///
/// Returns all requests of the first call.
async fn call(
    failing: &Failing,
    is_repeated: bool,
    call: impl Fn(&ShopClient) -> Call<String>,
) -> Vec<Arrival> {
    let Failing {
        name, step, kind, ..
    } = failing;
    let attempts = if is_repeated { ATTEMPTS } else { 1 };
    let gave_up = if is_repeated {
        GaveUp::AttemptsExhausted
    } else {
        GaveUp::NotRepeatable
    };

    let (mut server, refusing) = (None, ClosedPort::new());
    let mut url = refusing.url();
    if let Some(step) = step {
        let failing = Server::start([step.clone()]).await;
        url = failing.url();
        server = Some(failing);
    }
    let error = called(&url, *kind, &call).await.unwrap_err();
    assert_eq!(error.kind(), *kind, "{name}: {error:?}");
    assert_eq!(error.gave_up(), gave_up, "{name}");
    assert_eq!(error.attempts().len(), attempts, "{name}");
    let (Some(server), Some(step)) = (server, step) else {
        return Vec::new();
    };
    assert_eq!(server.arrivals().len(), attempts, "{name}");

    let recovering = Server::start([step.clone(), ok("done")]).await;
    let result = called(&recovering.url(), *kind, &call).await;
    assert_eq!(
        result.ok().as_deref(),
        is_repeated.then_some("done"),
        "{name}"
    );
    assert_eq!(recovering.arrivals().len(), attempts.min(2), "{name}");
    server.arrivals()
}

async fn called(
    url: &str,
    kind: ErrorKind,
    call: &impl Fn(&ShopClient) -> Call<String>,
) -> Result<String> {
    let call = call(&ShopClient::new(url)?);
    match kind {
        ErrorKind::Timeout => call.attempt_timeout(ms(300)).await,
        _ => call.await,
    }
}

fn keys(arrivals: &[Arrival], name: &str) -> BTreeSet<Option<String>> {
    arrivals
        .iter()
        .map(|arrival| arrival.header(name).map(str::to_owned))
        .collect()
}

#[tokio::test]
async fn a_get_is_retried_after_every_failure() {
    for failing in failures() {
        let arrivals = call(&failing, true, ShopClient::orders).await;
        assert!(
            arrivals
                .iter()
                .all(|arrival| arrival.method == "GET" && arrival.body.is_empty())
        );
    }
}

#[tokio::test]
async fn a_plain_post_is_retried_only_if_it_was_not_processed() {
    for failing in failures() {
        let arrivals = call(&failing, failing.is_unprocessed, |shop| shop.plain(7)).await;
        for arrival in arrivals {
            assert_eq!(arrival.header("idempotency-key"), None);
            assert_eq!(arrival.body, "7");
        }
    }
}

#[tokio::test]
async fn a_post_with_an_idempotency_key_is_retried_with_the_same_key_and_body() {
    for failing in failures() {
        let arrivals = call(&failing, true, |shop| shop.keyed(7)).await;
        let keys = keys(&arrivals, "idempotency-key");
        assert_eq!(keys.len(), arrivals.len().min(1), "{}", failing.name);
        let is_drawn = |key: &Option<String>| key.as_ref().is_some_and(|key| key.len() == 36);
        assert!(keys.iter().all(is_drawn), "{}: {keys:?}", failing.name);
        assert!(
            arrivals.iter().all(|arrival| arrival.body == "7"),
            "{}",
            failing.name
        );
    }
}

#[tokio::test]
async fn a_post_declared_idempotent_is_retried_after_every_failure() {
    for failing in failures() {
        let arrivals = call(&failing, true, |shop| shop.declared(7)).await;
        assert!(
            arrivals
                .iter()
                .all(|arrival| arrival.header("idempotency-key").is_none())
        );
    }
}

#[tokio::test]
async fn a_post_that_retries_unprocessed_only_goes_by_its_own_statuses() {
    for failing in failures() {
        let is_repeated = match failing.name {
            "503" => true,
            // Its own statuses take the place of the trait's, so 429 is no reason at all.
            "429" => continue,
            _ => failing.is_unprocessed,
        };
        call(&failing, is_repeated, |shop| shop.unprocessed(7)).await;
    }
    let server = Server::start([status(429)]).await;
    let shop = ShopClient::new(server.url()).unwrap();
    let error = shop.unprocessed(7).await.unwrap_err();
    assert_eq!(
        (error.gave_up(), server.arrivals().len()),
        (GaveUp::NotRetryable, 1)
    );
}

#[tokio::test]
async fn every_call_has_its_own_idempotency_key_unless_the_caller_gives_one() {
    let server = Server::start([status(503), status(503), ok("")]).await;
    let shop = ShopClient::new(server.url()).unwrap();
    shop.keyed(1).await.unwrap();
    shop.keyed(1).await.unwrap();
    let arrivals = server.arrivals();
    assert_eq!(arrivals.len(), 4);
    let (first, second) = arrivals.split_at(3);
    let (first, second) = (
        keys(first, "idempotency-key"),
        keys(second, "idempotency-key"),
    );
    assert_eq!((first.len(), second.len()), (1, 1));
    assert!(first.is_disjoint(&second), "{first:?}");

    for (given, is_kept) in [(Some("mine"), true), (None, false)] {
        let server = Server::start([reset(), ok("")]).await;
        let shop = ShopClient::new(server.url()).unwrap();
        shop.own_key(given, 1).await.unwrap();
        let keys = keys(&server.arrivals(), "x-request");
        assert_eq!(keys.len(), 1, "{keys:?}");
        assert_eq!(
            keys.contains(&given.map(str::to_owned)),
            is_kept,
            "{keys:?}"
        );
    }
}

#[tokio::test]
async fn a_response_that_is_not_http_is_not_retried() {
    let unasked = raw(b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n");
    for step in [raw(b"gibberish\r\n\r\n"), unasked] {
        let server = Server::start([step]).await;
        let error = ShopClient::new(server.url())
            .unwrap()
            .orders()
            .await
            .unwrap_err();
        assert_eq!(
            (error.kind(), error.gave_up()),
            (ErrorKind::Protocol, GaveUp::NotRetryable)
        );
        assert_eq!(server.arrivals().len(), 1);
    }
    let server = Server::start([status(999), ok("done")]).await;
    let reply = ShopClient::new(server.url())
        .unwrap()
        .orders()
        .reply()
        .await
        .unwrap();
    assert_eq!(reply.attempts()[0].status().unwrap(), 999);
}

#[tokio::test]
async fn a_key_that_the_caller_has_set_is_never_replaced() {
    let server = Server::start([status(503), ok("")]).await;
    let shop = ShopClient::new(server.url()).unwrap();
    let call = shop.keyed(1).header("idempotency-key", "mine");
    call.await.unwrap();
    let client = RetryClient::new().unwrap();
    for _ in 0..2 {
        let request = client.post(server.url()).idempotency_key();
        let request = request.header("Idempotency-Key", "mine");
        request.send().await.unwrap();
    }
    let keys = keys(&server.arrivals(), "idempotency-key");
    assert_eq!(keys, [Some("mine".to_owned())].into());
}
