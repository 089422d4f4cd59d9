//! Attempts that redirects lead on: guards hold them until the last hop is over, and are told what becomes of that.

use std::future::IntoFuture;
use std::task::{Context, Waker};

use retry_client::reqwest::Url;
use retry_client::{Circuit, ErrorKind, Guard, Result, client};
use tokio::time::{advance, sleep};

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, secs, status};

#[client(base_url = "http://shop.test")]
trait Shop {
    #[get("/bounded")]
    #[concurrency(1)]
    async fn bounded(&self) -> Result<String>;

    #[get("/limited")]
    #[rate_limit(1 per 1h)]
    async fn limited(&self) -> Result<String>;

    #[get("/plain")]
    async fn plain(&self) -> Result<String>;
}

/// With guards of the trait, whose state is there to be looked at.
#[client(base_url = "http://stock.test")]
#[concurrency(10)]
#[circuit_breaker(of = 5, within = 1m, open = 5s, probes = 1)]
#[rate_limit(follow)]
trait Stock {
    #[get("/stock")]
    async fn stock(&self) -> Result<String>;

    #[get("/brief", attempt_timeout = 2s)]
    async fn brief(&self) -> Result<String>;
}

fn to(location: &str) -> Step {
    status(302).header("location", location)
}

fn repeated(steps: &[Step], times: usize) -> Vec<Step> {
    steps
        .iter()
        .cycle()
        .take(steps.len() * times)
        .cloned()
        .collect()
}

fn refused(after: &str) -> Step {
    status(429).header("retry-after", after)
}

fn shop(steps: impl Into<Vec<Step>>) -> (MemoryTransport, ShopClient) {
    let memory = MemoryTransport::new(steps.into());
    let builder = ShopClient::builder().transport(memory.clone());
    (
        memory,
        builder.redirects(3).redirects_elsewhere(3).build().unwrap(),
    )
}

fn stock(steps: impl Into<Vec<Step>>) -> (MemoryTransport, StockClient) {
    let memory = MemoryTransport::new(steps.into());
    let builder = StockClient::builder().transport(memory.clone());
    (
        memory,
        builder.redirects(3).redirects_elsewhere(3).build().unwrap(),
    )
}

#[tokio::test(start_paused = true)]
async fn a_permit_is_held_until_the_last_hop_is_over() {
    let slow = |step: Step| step.late(secs(1));
    let (memory, shop) = shop([
        slow(to("/next")),
        slow(to("http://mirror.test/last")),
        slow(ok("x")),
        ok("y"),
    ]);
    let calls = [tokio::spawn(shop.bounded()), tokio::spawn(shop.bounded())];
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(memory.times(), [0, 1, 2, 3].map(secs));
}

#[tokio::test(start_paused = true)]
async fn a_permit_is_held_while_a_redirect_asks_for_a_wait() {
    let (memory, shop) = shop([to("/next").header("retry-after", "4"), ok("x")]);
    let calls = [tokio::spawn(shop.bounded()), tokio::spawn(shop.bounded())];
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(memory.times(), [0, 4, 4].map(secs));
}

#[tokio::test(start_paused = true)]
async fn a_hop_takes_no_turn() {
    let (memory, shop) = shop([to("/next"), to("/last"), ok("x")]);
    shop.limited().await.unwrap();
    assert_eq!(memory.times(), [secs(0); 3]);
    let error = shop.limited().timeout(secs(1)).await.unwrap_err();
    assert_eq!(error.held_back_by(), Some(Guard::RateLimit));
}

#[tokio::test(start_paused = true)]
async fn the_circuit_counts_the_last_hop_and_nothing_before_it() {
    let (memory, failing) = stock(repeated(&[to("/next"), status(503)], 5));
    for _ in 0..5 {
        assert_eq!(failing.guards().circuit(), Circuit::Closed);
        failing.stock().await.unwrap_err();
    }
    let error = failing.stock().await.unwrap_err();
    assert_eq!(error.held_back_by(), Some(Guard::CircuitBreaker));
    assert!(error.to_string().contains("5 of 5 attempts"), "{error}");
    assert_eq!(memory.count(), 10);

    // Five redirected successes and five failures: half of ten, with every hop as one of twenty it would be less.
    let (_, mixed) = stock([repeated(&[to("/next"), ok("x")], 4), vec![status(503); 4]].concat());
    for _ in 0..4 {
        mixed.stock().await.unwrap();
    }
    for _ in 0..4 {
        assert_eq!(mixed.guards().circuit(), Circuit::Closed);
        mixed.stock().await.unwrap_err();
    }
    assert_eq!(mixed.guards().circuit(), Circuit::Open);
}

#[tokio::test(start_paused = true)]
async fn a_hop_that_times_out_is_a_failure_of_its_attempt() {
    for slow in [
        [to("/next"), ok("x").late(secs(9))],
        // The time that the attempt has is over before the hop is sent.
        [
            to("/next").header("retry-after", "1").late(ms(1_999)),
            ok("x").late(secs(9)),
        ],
    ] {
        let (_, stock) = stock(repeated(&slow, 5));
        for _ in 0..5 {
            let error = stock.brief().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Timeout);
        }
        assert_eq!(stock.guards().circuit(), Circuit::Open);
    }
}

#[tokio::test(start_paused = true)]
async fn a_redirect_that_is_not_followed_is_a_success() {
    let (_, stock) = stock([to("/next").header("retry-after", "3600")]);
    for _ in 0..10 {
        stock.stock().await.unwrap_err();
        assert_eq!(stock.guards().in_flight(), 0);
    }
    assert_eq!(stock.guards().circuit(), Circuit::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_probe_is_in_flight_until_its_last_hop_is_over() {
    let steps = [
        vec![status(503); 5],
        vec![to("/next").late(secs(1)), ok("x").late(secs(2)), ok("y")],
    ];
    let (memory, stock) = stock(steps.concat());
    for _ in 0..5 {
        stock.stock().await.unwrap_err();
    }
    sleep(secs(7)).await;
    let probe = tokio::spawn(stock.stock());
    sleep(secs(2)).await;
    assert_eq!(memory.count(), 7);
    assert_eq!(stock.guards().circuit(), Circuit::HalfOpen);
    let error = stock.stock().await.unwrap_err();
    assert_eq!(error.held_back_by(), Some(Guard::CircuitBreaker));
    probe.await.unwrap().unwrap();
    assert_eq!(stock.guards().circuit(), Circuit::Closed);
}

#[tokio::test(start_paused = true)]
async fn a_call_dropped_between_or_in_its_hops_leaves_everything_as_it_was() {
    let steps = [
        vec![status(503); 5],
        vec![
            to("/next").header("retry-after", "2").late(secs(1)),
            ok("x").late(secs(1)),
        ],
    ]
    .concat();
    for half_seconds in 0..8 {
        let (_, stock) = stock(steps.clone());
        for _ in 0..5 {
            stock.stock().await.unwrap_err();
        }
        sleep(secs(7)).await;
        let mut probe = Box::pin(stock.stock().into_future());
        for _ in 0..half_seconds {
            let waker = Waker::noop();
            let polled = probe.as_mut().poll(&mut Context::from_waker(waker));
            assert!(polled.is_pending());
            assert_eq!(stock.guards().in_flight(), 1);
            advance(ms(500)).await;
        }
        drop(probe);
        assert_eq!(stock.guards().in_flight(), 0);
        assert_eq!(stock.guards().circuit(), Circuit::HalfOpen);
    }
}

#[tokio::test(start_paused = true)]
async fn a_quota_told_to_a_hop_is_about_the_origin_of_the_hop() {
    let exhausted = ok("x")
        .header("x-ratelimit-remaining", "0")
        .header("x-ratelimit-reset", "30");
    let mirror = Url::parse("http://mirror.test/").unwrap();
    for last in [refused("30"), exhausted] {
        let (memory, api) = stock([to("http://mirror.test/next"), last.clone(), ok("x")]);
        let _ = api.stock().await;
        assert_eq!(api.guards().paused_for(), None);
        assert_eq!(api.guards().at(&mirror).paused_for(), Some(secs(30)));
        // Nobody at the own origin waits for that.
        api.stock().await.unwrap();
        assert_eq!(memory.times(), [secs(0); 3]);

        let (memory, api) = stock([to("/next"), last, ok("x")]);
        let _ = api.stock().await;
        assert_eq!(api.guards().paused_for(), Some(secs(30)));
        api.stock().await.unwrap();
        assert_eq!(memory.times(), [0, 0, 30].map(secs));
    }
}

#[tokio::test(start_paused = true)]
async fn an_attempt_counts_once_for_the_pace_whatever_its_redirects() {
    let steps = [repeated(&[to("/next"), ok("x")], 10), vec![refused("2")]];
    let (_, stock) = stock(steps.concat());
    for _ in 0..10 {
        stock.stock().await.unwrap();
    }
    sleep(secs(1)).await;
    stock.stock().await.unwrap_err();
    sleep(secs(2)).await;
    // 0.7 of ten within a second.
    let rate = stock.guards().rate().unwrap();
    assert!((rate - 7.0).abs() < 0.01, "{rate}");
}

#[tokio::test(start_paused = true)]
async fn a_method_without_guards_follows_redirects() {
    let (memory, shop) = shop([to("/next"), ok("x")]);
    assert_eq!(shop.plain().await.unwrap(), "x");
    assert_eq!(memory.count(), 2);
}
