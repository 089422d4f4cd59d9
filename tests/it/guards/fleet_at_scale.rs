//! The growth of a fleet: the numbers of `docs/scale.md`, by simulation in virtual time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;

use retry_client::testing::StubState;
use retry_client::{BoxError, Quota, Request, Response, Result, Transport, client};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use crate::support::script::secs;

#[client(base_url = "http://llm.test")]
#[rate_limit(1000 per 1s, burst = 100)]
trait Llm {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

#[derive(Clone, Default)]
struct Counted(Arc<AtomicU32>);

impl Transport for Counted {
    async fn send(&self, _: Request) -> Result<Response, BoxError> {
        self.0.fetch_add(1, SeqCst);
        Ok(http::Response::builder().body("\"x\"")?.into())
    }
}

/// The requests sent while some members are busy for a time, and the uses of the state a second.
/// All members have made one call before.
async fn fleet(members: u32, busy: u32, time: Duration) -> (u32, f64) {
    let (state, counted) = (StubState::new(), Counted::default());
    let member = || {
        let builder = LlmClient::builder().transport(counted.clone());
        let quota = Quota::key("tenant-7").members(members);
        builder.fleet(state.clone(), quota).build().unwrap()
    };
    let clients: Vec<LlmClient> = (0..members).map(|_| member()).collect();
    for client in &clients {
        client.x().await.unwrap();
    }
    // Those of the beginning are no longer taken for busy.
    sleep_until(Instant::now() + secs(20)).await;
    let (sent, used, ends) = (counted.0.load(SeqCst), state.uses(), Instant::now() + time);
    let mut calls = JoinSet::new();
    for client in &clients[..busy as usize] {
        let client = client.clone();
        calls.spawn(async move { while client.x().within(ends).await.is_ok() {} });
    }
    calls.join_all().await;
    sleep_until(ends).await;
    let used = u32::try_from(state.uses() - used).unwrap();
    let sent = counted.0.load(SeqCst) - sent;
    (sent, f64::from(used) / time.as_secs_f64())
}

/// The limit holds and is used, and the state is used as rarely as it is said.
async fn check(members: u32, busy: u32) {
    let (sent, uses) = fleet(members, busy, secs(10)).await;
    println!("{members} members, {busy} busy: {sent} sent in 10 s, {uses:.0} uses a second");
    assert!((9_700..=10_100).contains(&sent), "{sent}");
    let most = 12.0 * f64::from(busy) + 0.2 * f64::from(members - busy);
    assert!(uses <= most, "{uses} uses a second, at most {most}");
}

#[tokio::test(start_paused = true)]
async fn ten_processes_share_a_quota() {
    check(10, 10).await;
    check(10, 1).await;
}

#[tokio::test(start_paused = true)]
async fn a_hundred_processes_share_a_quota() {
    check(100, 100).await;
}

#[tokio::test(start_paused = true)]
#[ignore = "half a minute; prints the table of `docs/scale.md`"]
async fn a_thousand_processes_share_a_quota() {
    check(1_000, 20).await;
    check(1_000, 1_000).await;
    check(10_000, 100).await;
}
