//! One quota for many clients, in virtual time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::time::Duration;

use retry_client::testing::StubState;
use retry_client::{
    BoxError, ErrorKind, Guard, Policy, Quota, Request, Response, Result, Strategy, Transport,
    client,
};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, secs, status};

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
async fn what_is_leased_is_sent_without_asking() {
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
async fn a_pause_told_by_one_is_kept_by_all_within_100_ms() {
    let state = StubState::new();
    let mut steps = vec![ok("x"); 3];
    steps.push(status(429).header("retry-after", "2"));
    steps.push(ok("x"));
    let told = MemoryTransport::new(steps);
    let others = MemoryTransport::new([ok("x")]);
    let member = |memory: &MemoryTransport| {
        let builder = PausedClient::builder().transport(memory.clone());
        builder.fleet(state.clone(), quota()).build().unwrap()
    };
    let (one, seven) = (member(&told), (0..7).map(|_| member(&others)));
    let begun = Instant::now();
    let members: JoinSet<()> = seven
        .map(|member| async move {
            while begun.elapsed() < secs(3) {
                let _ = member.x().await;
                sleep(ms(5)).await;
            }
        })
        .collect();
    sleep(ms(500)).await;
    while one.x().await.is_ok() {}
    let paused = begun.elapsed();
    members.join_all().await;
    let during = |time: &&Duration| **time > paused + ms(100) && **time < paused + secs(2);
    let times = others.times();
    assert!(times.iter().any(|time| *time < paused && *time > ms(400)));
    assert_eq!(times.iter().filter(during).count(), 0);
    assert!(times.iter().any(|time| *time >= paused + secs(2)));
    // Calls wait for its end, or are held back by it.
    assert!(one.guards().paused_for().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_pause_is_kept_where_nothing_else_is_limited() {
    let (state, counted) = (StubState::new(), Counted::default());
    let builder = FollowedClient::builder().transport(counted.clone());
    let client = builder.fleet(state.clone(), quota()).build().unwrap();
    client.x().await.unwrap();
    state.pause("tenant-7", secs(30));
    sleep(ms(100)).await;
    let error = client.x().timeout(secs(5)).await.unwrap_err();
    assert_eq!(error.held_back_by(), Some(Guard::Pause));
    assert_eq!(error.retry_after(), Some(ms(29_900)));
    assert_eq!(
        error.to_string(),
        "GET /x not sent: paused by the server for 29.9 s"
    );
    assert_eq!(counted.count(), 1);
    // It was looked up twice, however many calls there are.
    assert_eq!(state.uses(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_pause_is_cut_to_the_longest_that_is_waited_for() {
    let (state, counted) = (StubState::new(), Counted::default());
    let builder = PausedClient::builder().transport(counted.clone());
    let builder = builder.retry(|policy| policy.retry_after(secs(10)));
    let client = builder.fleet(state.clone(), quota()).build().unwrap();
    state.pause("tenant-7", secs(30));
    let error = client.x().timeout(secs(5)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::HeldBack);
    assert_eq!(error.held_back_by(), Some(Guard::Pause));
    assert_eq!(error.retry_after(), Some(secs(10)));
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_is_longer_is_kept_for_as_long_as_is_waited_for_and_no_longer() {
    let (state, counted) = (StubState::new(), Counted::default());
    let builder = PausedClient::builder().transport(counted.clone());
    let builder = builder.retry(|policy| policy.retry_after(secs(10)));
    let client = builder.fleet(state.clone(), quota()).build().unwrap();
    state.pause("tenant-7", secs(3_600));
    let begun = Instant::now();
    for _ in 0..5 {
        let error = client.x().timeout(secs(1)).await.unwrap_err();
        assert_eq!(error.held_back_by(), Some(Guard::Pause));
        sleep_until(Instant::now() + secs(1)).await;
    }
    client.x().await.unwrap();
    assert_eq!((begun.elapsed(), counted.count()), (secs(10), 1));
    // The rest of it is no longer kept, at the pace behind a pause; one that is told anew is.
    for _ in 0..3 {
        client.x().timeout(secs(30)).await.unwrap();
    }
    state.pause("tenant-7", secs(7_200));
    sleep(ms(100)).await;
    let error = client.x().timeout(secs(5)).await.unwrap_err();
    assert_eq!(error.held_back_by(), Some(Guard::Pause));
    assert_eq!(error.retry_after(), Some(secs(10)));
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
async fn a_wait_that_does_not_fit_is_not_begun() {
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

/// What a fault of the state does to eight members, each of which has had a response before.
async fn with_fault(fault: impl Fn(&StubState)) {
    let (state, counted) = (StubState::new(), Counted::default());
    let clients: Vec<_> = (0..8)
        .map(|_| {
            let builder = SmallClient::builder().transport(counted.clone());
            builder.fleet(state.clone(), quota()).build().unwrap()
        })
        .collect();
    // Twice, as the first cannot know of all.
    for _ in 0..2 {
        for client in &clients {
            client.x().await.unwrap();
        }
        sleep(ms(100)).await;
    }
    sleep(secs(2)).await;
    fault(&state);
    let begun = Instant::now();
    for client in &clients {
        let begun = Instant::now();
        client.x().await.unwrap();
        assert!(begun.elapsed() <= ms(21), "{:?}", begun.elapsed());
    }
    let before = counted.count();
    let ends = begun + secs(10);
    let mut members = JoinSet::new();
    for client in clients {
        members.spawn(async move {
            while Instant::now() < ends {
                // Only that there is no turn in time ends one.
                if let Err(error) = client.x().within(ends).await {
                    assert_eq!(error.held_back_by(), Some(Guard::RateLimit));
                    sleep_until(ends).await;
                }
            }
        });
    }
    members.join_all().await;
    let sent = counted.count() - before;
    assert!(sent <= 1_000 + 8 * 20, "{sent}");
    assert!(sent >= 900, "{sent}");
    state.recover();
    sleep(secs(31)).await;
    let used = state.uses();
    assert!(used > 0);
}

#[tokio::test(start_paused = true)]
async fn no_call_fails_or_waits_for_a_state_that_fails() {
    with_fault(StubState::fail).await;
}

#[tokio::test(start_paused = true)]
async fn no_call_fails_or_waits_for_a_state_that_hangs() {
    with_fault(StubState::hang).await;
}

#[tokio::test(start_paused = true)]
async fn no_call_fails_or_waits_for_a_slow_state() {
    with_fault(|state| state.delay(ms(500))).await;
}

#[tokio::test(start_paused = true)]
async fn no_call_fails_or_waits_for_a_state_that_forgot() {
    with_fault(StubState::forget).await;
}

#[tokio::test(start_paused = true)]
async fn before_the_first_response_it_counts_on_the_members_that_are_declared() {
    let state = StubState::new();
    state.fail();
    let count = saturate!(SmallClient, 4, state, secs(10), quota().members(4));
    assert!(count <= 1_020, "{count}");
    assert!(count >= 980, "{count}");
    let count = saturate!(SmallClient, 1, state, secs(10), quota());
    assert_near(count, 1_020, 2.0);
}

#[tokio::test(start_paused = true)]
async fn after_a_failure_nobody_asks_for_a_second_doubling_to_thirty() {
    let state = StubState::new();
    state.fail();
    let _ = saturate!(SmallClient, 1, state, secs(100), quota());
    // At 0, 1, 3, 7, 15, 31, 61 and 91 s.
    assert_eq!(state.uses(), 8);
}

#[tokio::test(start_paused = true)]
async fn uses_that_are_lost_together_are_one_failure() {
    let (state, counted) = (StubState::new(), Counted::default());
    let builder = TwoClient::builder().fleet(state.clone(), quota());
    let client = builder.transport(counted.clone()).build().unwrap();
    state.hang();
    let begun = Instant::now();
    let (a, b) = tokio::join!(client.a(), client.b());
    (a.unwrap(), b.unwrap());
    assert_eq!((state.uses(), begun.elapsed()), (2, ms(20)));
    sleep(ms(1_000)).await;
    client.a().await.unwrap();
    assert_eq!(state.uses(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_was_never_leased_counts_on_the_members_of_the_others() {
    let (state, counted) = (StubState::new(), Counted::default());
    let member = || {
        let builder = TwoClient::builder().fleet(state.clone(), quota());
        builder.transport(counted.clone()).build().unwrap()
    };
    let clients: Vec<_> = (0..4).map(|_| member()).collect();
    for _ in 0..2 {
        for client in &clients {
            client.a().await.unwrap();
        }
        sleep(ms(100)).await;
    }
    state.fail();
    let (before, ends) = (counted.count(), Instant::now() + secs(10));
    let calls = clients
        .into_iter()
        .map(|client| async move { while client.b().within(ends).await.is_ok() {} });
    calls.collect::<JoinSet<_>>().join_all().await;
    let sent = counted.count() - before;
    assert!((980..=1_020).contains(&sent), "{sent}");
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
async fn a_turn_that_is_there_is_asked_for_even_by_who_does_not_wait() {
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

#[tokio::test(start_paused = true)]
async fn nobody_is_paced_after_a_pause_for_an_exhausted_quota_that_another_has_heard_of() {
    let exhausted = status(200)
        .header("x-ratelimit-remaining", "0")
        .header("x-ratelimit-reset", "2");
    let refused = status(429).header("retry-after", "2");
    for (first, is_paced) in [(exhausted, false), (refused, true)] {
        let (state, counted) = (StubState::new(), Counted::default());
        let memory = MemoryTransport::new([first]);
        let hearing = FollowedClient::builder().transport(memory);
        let hearing = hearing.fleet(state.clone(), quota()).build().unwrap();
        let told = FollowedClient::builder().transport(counted.clone());
        let told = told.fleet(state.clone(), quota()).build().unwrap();
        let _ = hearing.x().await;
        sleep(ms(100)).await;
        let begun = Instant::now();
        told.x().await.unwrap();
        assert_eq!(begun.elapsed(), ms(1_900));
        for member in [hearing, told] {
            assert_eq!(member.guards().rate().is_some(), is_paced);
        }
    }
}
