//! One quota for many clients, in virtual time.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::SeqCst;

use retry_client::testing::StubState;
use retry_client::{
    BoxError, ErrorKind, Guard, Policy, Quota, Request, Response, Result, Strategy, Transport,
    client,
};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, secs, status};

#[client(base_url = "http://llm.test")]
#[rate_limit(100 per 1s, burst = 20)]
trait Small {
    #[get("/x")]
    async fn x(&self) -> Result<String>;

    #[get("/quick", timeout = 50ms)]
    async fn quick(&self) -> Result<String>;
}

#[client(base_url = "http://llm.test")]
#[rate_limit(1000 per 1s, burst = 20)]
trait Large {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

#[client(base_url = "http://llm.test")]
#[rate_limit(100 per 1s, burst = 20, follow)]
trait Paused {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

#[client(base_url = "http://llm.test")]
#[rate_limit(follow)]
trait Followed {
    #[get("/x")]
    async fn x(&self) -> Result<String>;
}

#[client(base_url = "http://llm.test")]
#[rate_limit(6000 per 1m, burst = 1000, cost = tokens)]
trait Weighed {
    #[get("/x")]
    async fn x(&self, #[cost] tokens: u32) -> Result<String>;
}

#[client(base_url = "http://llm.test")]
trait Impatient {
    #[get("/x")]
    #[rate_limit(100 per 1s, burst = 20, wait = 0s)]
    async fn x(&self) -> Result<String>;
}

#[client(base_url = "http://llm.test")]
trait Two {
    #[get("/a")]
    #[rate_limit(100 per 1s, burst = 20)]
    async fn a(&self) -> Result<String>;

    #[get("/b")]
    #[rate_limit(100 per 1s, burst = 20)]
    async fn b(&self) -> Result<String>;
}

fn quota() -> Quota {
    Quota::key("tenant-7")
}

/// Counts what arrives, from all clients that share it.
#[derive(Clone, Default)]
struct Counted(Arc<AtomicU32>);

impl Transport for Counted {
    async fn send(&self, _: Request) -> Result<Response, BoxError> {
        self.0.fetch_add(1, SeqCst);
        Ok(http::Response::builder().body("\"x\"")?.into())
    }
}

impl Counted {
    fn count(&self) -> u32 {
        self.0.load(SeqCst)
    }
}

/// Has a client of each member call one after another for a time.
macro_rules! saturate {
    ($client:ident, $members:expr, $state:expr, $time:expr, $quota:expr) => {{
        let (counted, ends) = (Counted::default(), Instant::now() + $time);
        let mut members = JoinSet::new();
        for _ in 0..$members {
            let builder = $client::builder().transport(counted.clone());
            let client = builder.fleet($state.clone(), $quota).build().unwrap();
            members.spawn(async move {
                // One that does not fit any more is not begun, and ends it.
                while client.x().within(ends).await.is_ok() {}
            });
        }
        members.join_all().await;
        counted.count()
    }};
}

// Behind the macro, which they use.
mod names;
mod pauses;
mod without_the_state;

/// The exact number of turns within a time, and how far from it a count may be.
fn assert_near(count: u32, exact: u32, percent: f64) {
    let off = (f64::from(count) - f64::from(exact)).abs() / f64::from(exact);
    assert!(off * 100.0 <= percent, "{count} instead of {exact}");
}

#[tokio::test(start_paused = true)]
async fn eight_members_together_keep_to_a_hundred_a_second() {
    let state = StubState::new();
    let count = saturate!(SmallClient, 8, state, secs(10), quota());
    assert_near(count, 1_020, 2.0);
}

#[tokio::test(start_paused = true)]
async fn a_busy_member_asks_at_most_twelve_times_a_second() {
    let state = StubState::new();
    let count = saturate!(LargeClient, 8, state, secs(10), quota());
    assert_near(count, 10_020, 2.0);
    assert!(state.uses() <= 8 * 12 * 10, "{}", state.uses());
}

#[tokio::test(start_paused = true)]
async fn one_member_alone_has_the_whole_quota() {
    let state = StubState::new();
    let count = saturate!(LargeClient, 1, state, secs(10), quota());
    assert_near(count, 10_020, 2.0);
    assert!(state.uses() <= 12 * 10, "{}", state.uses());
}

#[tokio::test(start_paused = true)]
async fn an_idle_member_is_heard_of_every_ten_seconds() {
    let (state, counted) = (StubState::new(), Counted::default());
    let builder = SmallClient::builder().transport(counted.clone());
    let client = builder.fleet(state.clone(), quota()).build().unwrap();
    client.x().await.unwrap();
    let begun = state.uses();
    sleep(secs(101)).await;
    let idle = state.uses() - begun;
    assert!((9..=10).contains(&idle), "{idle}");
    drop(client);
    let gone = state.uses();
    sleep(secs(60)).await;
    assert_eq!(state.uses(), gone);
}

#[tokio::test(start_paused = true)]
async fn leased_turns_are_taken_without_asking() {
    let (state, counted) = (StubState::new(), Counted::default());
    let builder = SmallClient::builder().transport(counted.clone());
    let client = builder.fleet(state.clone(), quota()).build().unwrap();
    let begun = Instant::now();
    for _ in 0..15 {
        client.x().await.unwrap();
    }
    assert_eq!(counted.count(), 15);
    assert_eq!((state.uses(), begun.elapsed()), (3, ms(0)));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_costs_more_than_a_lease_gets_all_or_waits() {
    let (state, counted) = (StubState::new(), Counted::default());
    let member = || {
        let builder = WeighedClient::builder().transport(counted.clone());
        builder.fleet(state.clone(), quota()).build().unwrap()
    };
    let (one, other) = (member(), member());
    let begun = Instant::now();
    one.x(800).await.unwrap();
    assert_eq!(begun.elapsed(), ms(0));
    other.x(200).await.unwrap();
    assert_eq!(begun.elapsed(), ms(0));
    // 100 a second.
    other.x(300).await.unwrap();
    assert!(begun.elapsed() >= secs(3) && begun.elapsed() <= ms(3_100));
    let error = one.x(500).timeout(secs(1)).await.unwrap_err();
    assert_eq!(error.held_back_by(), Some(Guard::RateLimit));
    let error = one.x(1_001).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_timeout_of_the_call_is_not_begun() {
    let (state, counted) = (StubState::new(), Counted::default());
    let builder = SmallClient::builder().transport(counted.clone());
    let client = builder.fleet(state.clone(), quota()).build().unwrap();
    let calls: JoinSet<_> = (0..60).map(|_| client.x()).collect();
    tokio::task::yield_now().await;
    let begun = Instant::now();
    let error = client.quick().await.unwrap_err();
    assert_eq!(error.held_back_by(), Some(Guard::RateLimit));
    assert_eq!(begun.elapsed(), ms(0));
    calls.join_all().await;
    assert_eq!(counted.count(), 60);
}

#[tokio::test(start_paused = true)]
async fn limits_with_other_parameters_or_keys_are_other_limits() {
    let (state, counted) = (StubState::new(), Counted::default());
    let member = |key: &str| {
        let builder = SmallClient::builder().transport(counted.clone());
        builder
            .fleet(state.clone(), Quota::key(key))
            .build()
            .unwrap()
    };
    let (one, other) = (member("a"), member("b"));
    let begun = Instant::now();
    for _ in 0..20 {
        one.x().await.unwrap();
        other.x().await.unwrap();
    }
    assert!(begun.elapsed() < ms(200), "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn budgets_are_not_shared() {
    let steps: Vec<Step> = vec![status(503)];
    let (state, memory) = (StubState::new(), MemoryTransport::new(steps));
    let member = || {
        let builder = SmallClient::builder().transport(memory.clone());
        let policy = Policy::new(Strategy::constant(ms(10))).attempts(2);
        let builder = builder.retry(|_| policy);
        builder.fleet(state.clone(), quota()).build().unwrap()
    };
    let (one, other) = (member(), member());
    for _ in 0..3 {
        let _ = one.x().await;
    }
    assert!(one.guards().balance() < 0.0);
    assert!(other.guards().balance().abs() < 1e-9);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_may_not_wait_asks_for_a_turn_that_is_due() {
    let (state, counted) = (StubState::new(), Counted::default());
    state.delay(ms(5));
    let builder = ImpatientClient::builder().fleet(state.clone(), quota());
    let client = builder.transport(counted.clone()).build().unwrap();
    let mut refused = 0;
    for _ in 0..25 {
        match client.x().await {
            Ok(_) => {}
            Err(error) => {
                assert_eq!(error.held_back_by(), Some(Guard::RateLimit));
                refused += 1;
            }
        }
    }
    // The burst, and the turn that is due within the time that asking takes.
    assert_eq!((counted.count(), refused), (21, 4));
}

#[tokio::test(start_paused = true)]
async fn turns_that_a_dropped_call_has_asked_for_are_there_for_the_next() {
    let (state, counted) = (StubState::new(), Counted::default());
    state.delay(ms(5));
    let builder = SmallClient::builder().fleet(state.clone(), quota());
    let client = builder.transport(counted.clone()).build().unwrap();
    assert!(tokio::time::timeout(ms(1), client.x()).await.is_err());
    sleep(ms(10)).await;
    assert_eq!((state.uses(), counted.count()), (1, 0));
    let begun = Instant::now();
    client.x().await.unwrap();
    assert_eq!((begun.elapsed(), state.uses()), (ms(0), 1));
}
