//! Rate limits: who waits how long, who is not sent, and what the server says of its quota.

mod followed;

use std::time::Duration;

use retry_client::{
    AttemptRecord, ErrorKind, GaveUp, Guard, LiveSettings, Result, Settings, client,
};
use tokio::time::{Instant, sleep};

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
async fn a_method_with_off_ignores_the_limits_of_its_trait() {
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
