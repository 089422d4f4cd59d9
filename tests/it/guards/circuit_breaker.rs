//! Circuit breakers: what opens them, who is let through, and what closes them.

use std::io;

use retry_client::{ErrorKind, GaveUp, Guard, LiveSettings, Result, Settings, client};
use tokio::time::{Instant, sleep};

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, fails, ms, ok, secs, status};

#[client(base_url = "http://stock.test")]
#[circuit_breaker(of = 10, within = 10s, open = 5s, probes = 2)]
trait Stock {
    #[get("/stock")]
    async fn stock(&self) -> Result<String>;

    #[get("/again")]
    #[retry(constant, base = 10ms, attempts = 3)]
    async fn again(&self) -> Result<String>;

    #[get("/own")]
    #[circuit_breaker(of = 5)]
    async fn own(&self) -> Result<String>;

    #[get("/health")]
    #[circuit_breaker(off)]
    async fn health(&self) -> Result<String>;
}

fn stock(steps: impl Into<Vec<Step>>) -> (MemoryTransport, StockClient) {
    let memory = MemoryTransport::new(steps.into());
    let builder = StockClient::builder().transport(memory.clone());
    (memory, builder.build().unwrap())
}

/// A client whose circuit has been opened by ten failures, and what follows them.
async fn opened(then: impl IntoIterator<Item = Step>) -> (MemoryTransport, StockClient) {
    let mut steps = vec![status(503); 10];
    steps.extend(then);
    let (memory, stock) = stock(steps);
    for _ in 0..10 {
        assert_eq!(stock.stock().await.unwrap_err().kind(), ErrorKind::Status);
    }
    (memory, stock)
}

#[tokio::test(start_paused = true)]
async fn an_open_circuit_sends_nothing_and_says_why() {
    let (memory, stock) = opened([ok("x")]).await;
    let started = Instant::now();
    let error = stock.stock().await.unwrap_err();
    assert_eq!(started.elapsed(), ms(0));
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::HeldBack, GaveUp::HeldBack)
    );
    assert_eq!(error.held_back_by(), Some(Guard::CircuitBreaker));
    let after = error.retry_after().unwrap();
    assert!(after >= secs(4) && after <= secs(6), "{after:?}");
    let text = error.to_string();
    assert!(
        text.starts_with("GET /stock not sent: circuit open for "),
        "{text}"
    );
    assert!(
        text.ends_with(" s after 10 of 10 attempts failed"),
        "{text}"
    );
    assert_eq!(memory.count(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_circuit_closes_once_all_its_probes_succeed() {
    let (memory, stock) = opened([ok("x")]).await;
    sleep(secs(6)).await;
    stock.stock().await.unwrap();
    stock.stock().await.unwrap();
    for _ in 0..20 {
        stock.stock().await.unwrap();
    }
    assert_eq!(memory.count(), 32);
}

#[tokio::test(start_paused = true)]
async fn a_half_open_circuit_lets_only_its_probes_through() {
    let (memory, stock) = opened([ok("x").late(secs(1))]).await;
    sleep(secs(6)).await;
    let calls: Vec<_> = (0..20).map(|_| tokio::spawn(stock.stock())).collect();
    let mut refused = 0;
    for call in calls {
        if let Err(error) = call.await.unwrap() {
            assert_eq!(error.held_back_by(), Some(Guard::CircuitBreaker));
            assert_eq!(error.retry_after(), None);
            refused += 1;
        }
    }
    assert_eq!((refused, memory.count()), (18, 12));
}

#[tokio::test(start_paused = true)]
async fn a_circuit_opens_again_for_longer_after_one_failed_probe() {
    let (memory, stock) = opened([status(500), ok("x")]).await;
    sleep(secs(6)).await;
    stock.stock().await.unwrap_err();
    let after = stock.stock().await.unwrap_err().retry_after().unwrap();
    assert!(after >= secs(8) && after <= secs(12), "{after:?}");
    assert_eq!(memory.count(), 11);
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_is_dropped_gives_its_permit_back_and_decides_nothing() {
    let (memory, stock) = opened([ok("x").late(secs(1))]).await;
    sleep(secs(6)).await;
    for _ in 0..10 {
        let probe = tokio::spawn(stock.stock());
        sleep(ms(10)).await;
        probe.abort();
        tokio::task::yield_now().await;
    }
    stock.stock().await.unwrap();
    stock.stock().await.unwrap();
    assert_eq!(memory.count(), 22);
}

#[tokio::test(start_paused = true)]
async fn a_circuit_stays_closed_in_a_storm_of_4xx() {
    for code in [400, 401, 404, 408, 429] {
        let (memory, stock) = stock([status(code)]);
        for _ in 0..200 {
            assert_eq!(stock.stock().await.unwrap_err().kind(), ErrorKind::Status);
        }
        assert_eq!(memory.count(), 200);
    }
}

#[tokio::test(start_paused = true)]
async fn lost_connections_and_timeouts_open_the_circuit() {
    for step in [
        fails(io::ErrorKind::ConnectionReset),
        fails(io::ErrorKind::ConnectionRefused),
        ok("x").late(secs(60)),
    ] {
        let (memory, stock) = stock([step]);
        for _ in 0..10 {
            stock.stock().attempt_timeout(ms(500)).await.unwrap_err();
        }
        assert_eq!(stock.stock().await.unwrap_err().kind(), ErrorKind::HeldBack);
        assert_eq!(memory.count(), 10);
    }
}

#[tokio::test(start_paused = true)]
async fn an_open_circuit_ends_the_loop_with_the_real_failure() {
    let mut steps = vec![status(503); 9];
    steps.push(status(502));
    let (memory, stock) = stock(steps);
    for _ in 0..9 {
        stock.stock().await.unwrap_err();
    }
    let error = stock.again().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Status, GaveUp::HeldBack)
    );
    assert_eq!(error.status().unwrap().as_u16(), 502);
    assert_eq!((error.attempts().len(), memory.count()), (1, 10));
}

#[tokio::test(start_paused = true)]
async fn a_method_has_a_circuit_of_its_own_beside_the_traits() {
    let (memory, stock) = stock([status(503)]);
    for _ in 0..5 {
        stock.own().await.unwrap_err();
    }
    assert_eq!(stock.own().await.unwrap_err().kind(), ErrorKind::HeldBack);
    // The trait's has seen five failures, too few to open.
    for _ in 0..5 {
        assert_eq!(stock.stock().await.unwrap_err().kind(), ErrorKind::Status);
    }
    assert_eq!(stock.stock().await.unwrap_err().kind(), ErrorKind::HeldBack);
    // What is left out is asked by nobody.
    assert_eq!(stock.health().await.unwrap_err().kind(), ErrorKind::Status);
    assert_eq!(memory.count(), 11);
}

#[tokio::test(start_paused = true)]
async fn settings_let_the_next_call_through_an_open_circuit() {
    let mut steps = vec![status(503); 10];
    steps.push(ok("x"));
    let memory = MemoryTransport::new(steps);
    let live = LiveSettings::default();
    let builder = StockClient::builder().transport(memory.clone());
    let stock = builder.settings(&live).build().unwrap();
    for _ in 0..10 {
        stock.stock().await.unwrap_err();
    }
    stock.stock().await.unwrap_err();
    assert_eq!(memory.count(), 10);
    let settings: Settings = serde_json::from_str(r#"{"guards": false}"#).unwrap();
    live.replace(settings).unwrap();
    stock.stock().await.unwrap();
    assert_eq!(memory.count(), 11);
}
