//! Bounds on the attempts in flight.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use retry_client::{
    BoxError, ErrorKind, Guard, Request, Response, Result, Settings, Transport, client,
};
use tokio::time::{Instant, sleep};

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, secs, status};

#[client(base_url = "http://reports.test")]
#[retry(constant, base = 100ms, attempts = 2)]
#[concurrency(2)]
trait Reports {
    #[get("/list")]
    async fn list(&self) -> Result<String>;

    #[get("/one")]
    #[concurrency(1, wait = 0s)]
    async fn one(&self) -> Result<String>;

    #[get("/health")]
    #[concurrency(off)]
    async fn health(&self) -> Result<String>;
}

fn reports(steps: impl Into<Vec<Step>>) -> (MemoryTransport, ReportsClient) {
    let memory = MemoryTransport::new(steps.into());
    let builder = ReportsClient::builder().transport(memory.clone());
    (memory, builder.build().unwrap())
}

#[tokio::test(start_paused = true)]
async fn calls_beyond_the_limit_follow_in_order() {
    let (memory, reports) = reports([ok("x").late(secs(1))]);
    let calls: Vec<_> = (0..5).map(|_| tokio::spawn(reports.list())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(memory.times(), [0, 0, 1, 1, 2].map(secs));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_may_not_wait_is_told_how_many_are_in_flight() {
    let (memory, reports) = reports([ok("x").late(secs(1))]);
    let first = tokio::spawn(reports.one());
    sleep(ms(1)).await;
    let error = reports.one().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.held_back_by()),
        (ErrorKind::HeldBack, Some(Guard::Concurrency))
    );
    assert_eq!(error.retry_after(), None);
    assert_eq!(error.to_string(), "GET /one not sent: 1 in flight");
    first.await.unwrap().unwrap();
    assert_eq!(memory.count(), 1);
    reports.one().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_call_holds_nothing_while_it_sleeps_between_attempts() {
    let (memory, reports) = reports([status(503), ok("x")]);
    let retried = tokio::spawn(reports.one());
    sleep(ms(50)).await;
    reports.one().await.unwrap();
    retried.await.unwrap().unwrap();
    assert_eq!(memory.times(), [0, 50, 100].map(ms));
}

#[tokio::test(start_paused = true)]
async fn the_timeout_of_the_call_goes_on_while_it_waits() {
    let (_, reports) = reports([ok("x").late(secs(10))]);
    let _busy = [tokio::spawn(reports.list()), tokio::spawn(reports.list())];
    tokio::task::yield_now().await;
    let started = Instant::now();
    let error = reports.list().timeout(secs(3)).await.unwrap_err();
    assert_eq!(error.held_back_by(), Some(Guard::Concurrency));
    assert_eq!(started.elapsed(), secs(3));
}

#[tokio::test(start_paused = true)]
async fn the_attempt_timeout_does_not_run_while_it_waits() {
    let (_, reports) = reports([ok("x").late(secs(10))]);
    let _busy = [tokio::spawn(reports.list()), tokio::spawn(reports.list())];
    tokio::task::yield_now().await;
    let call = reports.list().attempt_timeout(secs(11));
    let reply = call.reply().await.unwrap();
    assert_eq!(reply.attempts()[0].held(), secs(10));
}

#[tokio::test(start_paused = true)]
async fn methods_with_off_and_settings_lift_the_limit() {
    let (memory, reports) = reports([ok("x").late(secs(1))]);
    let calls: Vec<_> = (0..9).map(|_| tokio::spawn(reports.health())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(memory.times(), [secs(0); 9]);
    for (json, last) in [
        (r#"{"concurrency": "3"}"#, 2),
        (r#"{"concurrency": "off"}"#, 0),
        (r#"{"guards": false}"#, 0),
    ] {
        let memory = MemoryTransport::new([ok("x").late(secs(1))]);
        let settings: Settings = serde_json::from_str(json).unwrap();
        let builder = ReportsClient::builder().transport(memory.clone());
        let reports = builder.settings(settings).build().unwrap();
        let calls: Vec<_> = (0..9).map(|_| tokio::spawn(reports.list())).collect();
        for call in calls {
            call.await.unwrap().unwrap();
        }
        assert_eq!(*memory.times().last().unwrap(), secs(last), "{json}");
    }
}

/// Counts the attempts in flight.
#[derive(Clone, Default)]
struct Counting {
    now: Arc<AtomicUsize>,
    most: Arc<AtomicUsize>,
}

impl Transport for Counting {
    async fn send(&self, _: Request) -> Result<Response, BoxError> {
        let now = self.now.fetch_add(1, SeqCst) + 1;
        self.most.fetch_max(now, SeqCst);
        let _leaves = Leaves(Arc::clone(&self.now));
        for _ in 0..3 {
            tokio::task::yield_now().await;
        }
        Ok(http::Response::new("x").into())
    }
}

struct Leaves(Arc<AtomicUsize>);

impl Drop for Leaves {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}

#[tokio::test(start_paused = true)]
async fn every_permit_comes_back_wherever_calls_are_dropped() {
    let counting = Counting::default();
    let builder = ReportsClient::builder().transport(counting.clone());
    let reports = builder.build().unwrap();
    for round in 0..10_000 {
        let calls: Vec<_> = (0..3).map(|_| tokio::spawn(reports.list())).collect();
        for _ in 0..round % 12 {
            tokio::task::yield_now().await;
        }
        for call in &calls {
            call.abort();
        }
        for call in calls {
            let _ = call.await;
        }
    }
    assert!(counting.most.load(SeqCst) <= 2);
    let (first, second) = tokio::join!(reports.list(), reports.list());
    first.unwrap();
    second.unwrap();
    assert_eq!(counting.now.load(SeqCst), 0);
}
