//! Quotas and pauses that the server tells of.

use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::SeqCst;
use std::sync::{Arc, Mutex};

use retry_client::{BoxError, GaveUp, Guard, Request, Response, Result, Transport, client};
use tokio::time::{Instant, sleep, timeout};

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, secs, status};

#[client(base_url = "http://hub.test")]
#[retry(constant, base = 10ms, attempts = 4, statuses = [429])]
#[rate_limit(follow)]
trait Hub {
    #[get("/repos")]
    async fn repos(&self) -> Result<String>;

    #[get("/slow", timeout = 10s)]
    async fn slow(&self) -> Result<String>;
}

fn hub(steps: impl Into<Vec<Step>>) -> (MemoryTransport, HubClient) {
    let memory = MemoryTransport::new(steps.into());
    let builder = HubClient::builder().transport(memory.clone());
    (memory, builder.build().unwrap())
}

#[tokio::test(start_paused = true)]
async fn a_429_pauses_everybody_for_as_long_as_it_asks() {
    let (memory, hub) = hub([status(429).header("retry-after", "2"), ok("x")]);
    let first = tokio::spawn(hub.repos());
    sleep(ms(1)).await;
    assert_eq!(hub.guards().paused_for(), Some(ms(1_999)));
    hub.repos().await.unwrap();
    first.await.unwrap().unwrap();
    assert_eq!(hub.guards().paused_for(), None);
    assert!(hub.guards().rate().unwrap() > 0.5);
    let times = memory.times();
    assert_eq!(times[..2], [ms(0), secs(2)]);
    // Nothing was accepted before, so the pace is one turn in the length of the pause.
    assert!(times[2] > ms(3_800) && times[2] < ms(4_010), "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_cannot_wait_for_the_end_of_a_pause_fails_at_once() {
    let (memory, hub) = hub([status(429).header("retry-after", "30"), ok("x")]);
    let _first = tokio::spawn(hub.repos());
    tokio::task::yield_now().await;
    let error = hub.slow().await.unwrap_err();
    assert_eq!(error.held_back_by(), Some(Guard::Pause));
    assert_eq!(error.retry_after(), Some(secs(30)));
    assert_eq!(
        error.to_string(),
        "GET /slow not sent: paused by the server for 30.0 s"
    );
    assert_eq!(memory.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn without_a_hint_nobody_else_is_paused() {
    let (memory, hub) = hub([status(429), ok("x")]);
    let first = tokio::spawn(hub.repos());
    sleep(ms(1)).await;
    hub.repos().await.unwrap();
    first.await.unwrap().unwrap();
    assert_eq!(memory.times(), [0, 1, 10].map(ms));
}

#[tokio::test(start_paused = true)]
async fn a_pause_is_cut_to_the_longest_wait_that_the_call_allows_itself() {
    let (memory, hub) = hub([status(429).header("retry-after", "3600"), ok("x")]);
    let error = hub.repos().await.unwrap_err();
    assert_eq!(error.gave_up(), GaveUp::ServerDelayTooLong);
    hub.repos().await.unwrap();
    assert_eq!(memory.times(), [0, 60].map(secs));
}

/// A server with a quota of ten a second, which says so.
#[derive(Clone)]
struct Quota(Arc<Mutex<(Instant, u32)>>, Arc<AtomicUsize>);

impl Transport for Quota {
    async fn send(&self, _: Request) -> Result<Response, BoxError> {
        sleep(ms(25)).await;
        let is_accepted = {
            let mut window = self.0.lock().unwrap();
            if window.0.elapsed() >= secs(1) {
                *window = (Instant::now(), 0);
            }
            window.1 += 1;
            window.1 <= 10
        };
        if is_accepted {
            // What is done takes longer than what is refused.
            sleep(ms(75)).await;
            return Ok(http::Response::new("x").into());
        }
        self.1.fetch_add(1, SeqCst);
        let refused = http::Response::builder()
            .status(429)
            .header("retry-after", "1");
        Ok(refused.body("")?.into())
    }
}

#[tokio::test(start_paused = true)]
async fn fifty_tasks_over_a_quota_of_ten_a_second_learn_its_pace() {
    let refused = Arc::new(AtomicUsize::new(0));
    let window = Arc::new(Mutex::new((Instant::now(), 0)));
    let quota = Quota(window, Arc::clone(&refused));
    let hub = HubClient::builder().transport(quota).build().unwrap();
    let started = Instant::now();
    let left = Arc::new(AtomicUsize::new(200));
    let task = || {
        let (hub, left) = (hub.clone(), Arc::clone(&left));
        tokio::spawn(async move {
            while left
                .fetch_update(SeqCst, SeqCst, |left| left.checked_sub(1))
                .is_ok()
            {
                hub.repos().await.unwrap();
            }
        })
    };
    let tasks: Vec<_> = (0..50).map(|_| task()).collect();
    for task in tasks {
        timeout(secs(60), task).await.unwrap().unwrap();
    }
    let (refused, elapsed) = (refused.load(SeqCst), started.elapsed());
    assert!(refused <= 45, "{refused} × 429");
    // Counted in fixed windows: a server that saves what is not used lets it go on for longer.
    assert!(elapsed <= secs(30), "{elapsed:?}");
}
