//! Limits that still hold during a pause, and pauses that hold for calls that wait for something
//! else.

use retry_client::{GaveUp, Result, client};

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, secs, status};

#[client(base_url = "http://quota.test")]
#[rate_limit(follow)]
trait Quota {
    #[get("/scarce")]
    #[rate_limit(2 per 2s, burst = 2)]
    async fn scarce(&self) -> Result<String>;

    #[get("/narrow")]
    #[retry(constant, base = 10ms, attempts = 2, statuses = [429])]
    #[concurrency(1)]
    async fn narrow(&self) -> Result<String>;

    #[get("/refused")]
    #[retry(constant, base = 10ms, attempts = 2)]
    #[rate_limit(1 per 10s, wait = 1s)]
    async fn refused(&self) -> Result<String>;
}

fn quota(steps: impl Into<Vec<Step>>) -> (MemoryTransport, QuotaClient) {
    let memory = MemoryTransport::new(steps.into());
    let builder = QuotaClient::builder().transport(memory.clone());
    (memory, builder.build().unwrap())
}

#[tokio::test(start_paused = true)]
async fn turns_are_not_saved_up_while_a_pause_lasts() {
    // A good response that says exhausted, so nobody is paced behind the pause.
    let exhausted = ok("x").header("x-ratelimit-remaining", "0");
    let (memory, quota) = quota([exhausted.header("x-ratelimit-reset", "30"), ok("x")]);
    quota.scarce().await.unwrap();
    let calls: Vec<_> = (0..6).map(|_| tokio::spawn(quota.scarce())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(memory.times(), [0, 30, 30, 31, 32, 33, 34].map(secs));
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_begins_while_a_call_waits_for_a_permit_holds_for_it() {
    let asks = status(429).header("retry-after", "5").late(ms(100));
    let (memory, quota) = quota([asks, ok("x")]);
    let (first, second) = tokio::join!(quota.narrow(), quota.narrow());
    first.unwrap();
    second.unwrap();
    let times = memory.times();
    assert_eq!(times[0], ms(0));
    assert!(times[1] >= ms(5_100), "{times:?}");
    assert_eq!(quota.guards().in_flight(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_failure_that_a_guard_leaves_in_place_has_its_body() {
    let (memory, quota) = quota([status(503).body("try later")]);
    let error = quota.refused().await.unwrap_err();
    assert_eq!(error.gave_up(), GaveUp::HeldBack);
    assert_eq!(error.body(), "try later");
    assert_eq!(memory.count(), 1);
}
