//! Rate limits: who waits how long, who is not sent, and what the server says of its quota.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use retry_client::{
    AttemptRecord, BoxError, ErrorKind, GaveUp, Guard, LiveSettings, Request, Response, Result,
    Settings, Transport, client,
};
use tokio::time::{Instant, sleep, timeout};

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, secs, status};

#[client(base_url = "http://llm.test")]
#[retry(constant, base = 10ms, attempts = 3)]
#[rate_limit(10 per 1s)]
#[rate_limit(1000 per 1m, cost = tokens)]
trait Llm {
    #[get("/models")]
    async fn models(&self) -> Result<String>;

    #[get("/chat")]
    async fn chat(&self, #[cost] tokens: u32) -> Result<String>;

    #[get("/slow", timeout = 1s)]
    async fn slow(&self) -> Result<String>;

    #[get("/scarce")]
    #[rate_limit(1 per 1s, wait = 2s)]
    async fn scarce(&self) -> Result<String>;

    #[get("/health")]
    #[rate_limit(off)]
    async fn health(&self) -> Result<String>;
}

fn llm(steps: impl Into<Vec<Step>>) -> (MemoryTransport, LlmClient) {
    let memory = MemoryTransport::new(steps.into());
    let builder = LlmClient::builder().transport(memory.clone());
    (memory, builder.build().unwrap())
}

#[tokio::test(start_paused = true)]
async fn after_the_burst_attempts_go_out_evenly() {
    let (memory, llm) = llm([ok("x")]);
    for _ in 0..13 {
        llm.models().await.unwrap();
    }
    let times = memory.times();
    assert_eq!(times[..10], [Duration::ZERO; 10]);
    assert_eq!(times[10..], [100, 200, 300].map(ms));
}

#[tokio::test(start_paused = true)]
async fn those_who_wait_at_once_are_let_go_in_order() {
    let (memory, llm) = llm([ok("x")]);
    let calls: Vec<_> = (0..15).map(|_| tokio::spawn(llm.models())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(memory.times()[10..], [100, 200, 300, 400, 500].map(ms));
}

#[tokio::test(start_paused = true)]
async fn retries_take_turns_too_and_the_history_says_how_long_they_were_held() {
    let mut steps = vec![ok("x"); 10];
    steps.extend([status(503), ok("x")]);
    let (memory, llm) = llm(steps);
    for _ in 0..10 {
        llm.models().await.unwrap();
    }
    let reply = llm.models().reply().await.unwrap();
    assert_eq!(memory.times()[10..], [100, 200].map(ms));
    let held: Vec<Duration> = reply.attempts().iter().map(AttemptRecord::held).collect();
    assert_eq!(held, [ms(100), ms(90)]);
    assert_eq!(reply.attempts()[0].duration(), ms(0));
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_timeout_is_not_begun() {
    let (memory, llm) = llm([ok("x")]);
    let waiting: Vec<_> = (0..19).map(|_| tokio::spawn(llm.models())).collect();
    tokio::task::yield_now().await;
    // The next turn is in exactly a second, which is all that is left.
    let started = Instant::now();
    let error = llm.slow().await.unwrap_err();
    assert_eq!(started.elapsed(), ms(0));
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::HeldBack, GaveUp::HeldBack)
    );
    assert_eq!(error.held_back_by(), Some(Guard::RateLimit));
    assert_eq!(error.retry_after(), Some(secs(1)));
    assert!(error.attempts().is_empty());
    assert_eq!(
        error.to_string(),
        "GET /slow not sent: rate limit reached, next turn in 1.0 s"
    );
    for call in waiting {
        call.await.unwrap().unwrap();
    }
    assert_eq!(memory.count(), 19);
}

#[tokio::test(start_paused = true)]
async fn a_wait_as_long_as_allowed_is_begun_and_a_longer_one_is_not() {
    let (memory, llm) = llm([ok("x")]);
    let calls: Vec<_> = (0..4).map(|_| tokio::spawn(llm.scarce())).collect();
    let mut held_back = 0;
    for call in calls {
        match call.await.unwrap() {
            Ok(_) => {}
            Err(error) => {
                assert_eq!(error.retry_after(), Some(secs(3)));
                held_back += 1;
            }
        }
    }
    assert_eq!(
        (held_back, memory.times()),
        (1, [0, 1, 2].map(secs).to_vec())
    );
}

#[tokio::test(start_paused = true)]
async fn a_retry_that_is_held_back_leaves_the_real_failure_in_place() {
    let (memory, llm) = llm([ok("x"), status(503)]);
    llm.scarce().await.unwrap();
    // Three more queue for the turns at 1, 2 and 3 seconds.
    let first = tokio::spawn(llm.scarce());
    tokio::task::yield_now().await;
    let _second = tokio::spawn(llm.scarce());
    sleep(ms(1_005)).await;
    let _third = tokio::spawn(llm.scarce());
    let error = first.await.unwrap().unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Status, GaveUp::HeldBack)
    );
    assert_eq!(error.status().unwrap().as_u16(), 503);
    assert_eq!(error.attempts().len(), 1);
    assert!(memory.count() >= 2);
}

#[tokio::test(start_paused = true)]
async fn dropped_waiters_are_as_if_they_had_never_asked() {
    let (memory, llm) = llm([ok("x")]);
    for _ in 0..10 {
        llm.models().await.unwrap();
    }
    let waiting: Vec<_> = (0..5).map(|_| tokio::spawn(llm.models())).collect();
    sleep(ms(50)).await;
    for call in &waiting {
        call.abort();
    }
    tokio::task::yield_now().await;
    llm.models().await.unwrap();
    assert_eq!(memory.times()[10], ms(100));
    assert_eq!(memory.count(), 11);
}

#[tokio::test(start_paused = true)]
async fn a_cost_takes_as_many_turns_and_0_none() {
    let (memory, llm) = llm([ok("x")]);
    llm.chat(1000).await.unwrap();
    llm.chat(0).await.unwrap();
    llm.models().await.unwrap();
    llm.chat(100).await.unwrap();
    assert_eq!(memory.times(), [0, 0, 0, 6_000].map(ms));
    let error = llm.chat(1001).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(error.to_string().contains("costs 1001"), "{error}");
    assert_eq!(memory.count(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_turn_of_one_limit_is_given_back_when_another_refuses() {
    let (memory, llm) = llm([ok("x")]);
    llm.chat(1000).await.unwrap();
    for _ in 0..50 {
        // More than a minute's wait.
        let error = llm.chat(1000).timeout(secs(2)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::HeldBack);
    }
    for _ in 0..9 {
        llm.models().await.unwrap();
    }
    assert_eq!(*memory.times().last().unwrap(), ms(0));
}

#[tokio::test(start_paused = true)]
async fn off_leaves_the_limits_of_the_trait_out() {
    let (memory, llm) = llm([ok("x")]);
    for _ in 0..50 {
        llm.health().await.unwrap();
    }
    assert_eq!(memory.times(), [ms(0); 50]);
}

#[tokio::test(start_paused = true)]
async fn settings_change_limits_and_lift_them_while_a_client_runs() {
    let memory = MemoryTransport::new([ok("x")]);
    let live = LiveSettings::default();
    let builder = LlmClient::builder().transport(memory.clone());
    let llm = builder.settings(&live).build().unwrap();
    let read = |json: &str| serde_json::from_str::<Settings>(json).unwrap();
    live.replace(read(r#"{"Llm": {"rate_limit": ["1 per 1s", "3 per 1m"]}}"#))
        .unwrap();
    llm.models().await.unwrap();
    llm.models().await.unwrap();
    assert_eq!(memory.times(), [0, 20].map(secs));
    live.replace(read(r#"{"guards": false}"#)).unwrap();
    for _ in 0..50 {
        llm.models().await.unwrap();
    }
    assert_eq!(*memory.times().last().unwrap(), secs(20));
    live.replace(read(r#"{"Llm": {"models": {"rate_limit": "off"}}}"#))
        .unwrap();
    for _ in 0..50 {
        llm.models().await.unwrap();
    }
    assert_eq!(*memory.times().last().unwrap(), secs(20));
}

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
async fn who_cannot_wait_for_the_end_of_a_pause_is_told_so() {
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
