//! What holds for every call: any policy, any script of failures, in paused time.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use proptest::prelude::*;
use proptest::strategy::Strategy as Cases;
use proptest::test_runner::{Config, RngSeed};
use retry_client::testing::{self, ScriptedResponse, Sent, Stub};
use retry_client::{
    Attempt, AttemptRecord, CallSummary, ErrorKind, Failure, Jitter, Observer, Policy, Result,
    RetryClient, Strategy, client,
};
use tokio::time::Instant;

use crate::support::script::{ms, secs};

#[client(base_url = "http://api.test")]
#[retry(exponential, statuses = [408, 429])]
trait Api {
    #[get("/things")]
    async fn read(&self) -> Result<String>;

    #[post("/things")]
    #[idempotency_key]
    async fn keyed(&self) -> Result<String>;

    #[post("/plain")]
    async fn plain(&self) -> Result<String>;
}

/// Who calls, and what.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Caller {
    Read,
    Keyed,
    Plain,
    AdHocGet,
    AdHocPost,
}

/// What an attempt gets.
#[derive(Clone, Debug)]
enum Step {
    Status(u16, Option<u64>),
    Reset,
    Refused,
    Silence,
    Cut,
    Stall(u16),
}

impl Step {
    fn answer(&self, delay: Duration) -> ScriptedResponse {
        let answer = match *self {
            Self::Status(status, None) => testing::status(status).text("text"),
            Self::Status(status, Some(hint)) => testing::status(status).retry_after(secs(hint)),
            Self::Reset => testing::reset(),
            Self::Refused => testing::refused(),
            Self::Silence => testing::timeout(),
            Self::Cut => testing::text("cut").cut_body(1),
            Self::Stall(status) => testing::status(status).text("stalled").stall_body(1),
        };
        answer.delay(delay)
    }
}

fn steps() -> impl Cases<Value = Vec<(Step, Duration)>> {
    let statuses = prop::sample::select(vec![200, 404, 408, 429, 500, 503, 503, 600]);
    let hints = prop::option::of(0..90_u64);
    let step = prop_oneof![
        6 => (statuses.clone(), hints).prop_map(|(status, hint)| Step::Status(status, hint)),
        1 => Just(Step::Reset),
        2 => Just(Step::Refused),
        1 => Just(Step::Silence),
        1 => Just(Step::Cut),
        1 => statuses.prop_map(Step::Stall),
    ];
    let delays = prop_oneof![2 => Just(Duration::ZERO), 1 => (0..3_000_u64).prop_map(ms)];
    prop::collection::vec((step, delays), 1..7)
}

/// Timers count whole milliseconds, so delays do as well.
fn strategies() -> impl Cases<Value = Strategy> {
    let lengths = (0..2_000_u64, 0..20_000_u64);
    (0..8_u8, lengths).prop_map(|(which, (base, more))| {
        let (base, max) = (ms(base), ms(base + more));
        let curve = match which {
            0 => Strategy::exponential(),
            1 => Strategy::exponential().with_jitter(Jitter::None),
            2 => Strategy::jitter().spread(base),
            3 => Strategy::random().min(base),
            4 => Strategy::fibonacci(),
            5 => Strategy::linear(),
            6 => Strategy::decorrelated(),
            _ => return Strategy::list(&[base, max]),
        };
        curve.base(base).max(max)
    })
}

fn policies() -> impl Cases<Value = Policy> {
    let flags = (any::<bool>(), prop::bool::weighted(0.2));
    let statuses = prop::sample::subsequence(vec![404, 408, 429, 503], 0..=4);
    let kinds = [
        ErrorKind::Connect,
        ErrorKind::Timeout,
        ErrorKind::Reset,
        ErrorKind::Body,
    ];
    let kinds = prop::sample::subsequence(kinds.to_vec(), 2..=4);
    let limit = prop::option::of((0..100_u64).prop_map(secs));
    let timeouts = prop::option::of((1..30_000_u64, 1..=100_u64));
    (
        strategies(),
        1..7_u32,
        flags,
        statuses,
        kinds,
        limit,
        timeouts,
    )
        .prop_map(
            |(
                strategy,
                attempts,
                (server_errors, unprocessed),
                statuses,
                kinds,
                limit,
                timeouts,
            )| {
                let policy = Policy::new(strategy).attempts(attempts).statuses(&statuses);
                let policy = policy.server_errors(server_errors).errors(&kinds);
                let policy = match limit {
                    Some(limit) => policy.retry_after(limit),
                    None => policy.ignore_retry_after(),
                };
                let policy = if unprocessed {
                    policy.unprocessed_only()
                } else {
                    policy
                };
                match timeouts {
                    Some((whole, share)) => {
                        let one = (whole * share / 100).max(1);
                        policy.timeout(ms(whole)).attempt_timeout(ms(one))
                    }
                    None => policy,
                }
            },
        )
}

/// What observers are told.
#[derive(Clone, Debug, PartialEq)]
enum Told {
    Started(u32, Duration),
    Failed(u32, Option<Duration>),
    Finished(u32, Duration, bool),
}

#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<Told>>>);

impl Notes {
    fn add(&self, told: Told) {
        self.0.lock().unwrap().push(told);
    }
}

impl Observer for Notes {
    fn attempt_started(&self, attempt: &Attempt) {
        self.add(Told::Started(attempt.number(), attempt.elapsed()));
    }

    fn attempt_failed(&self, attempt: &Attempt, _: &Failure, next: Option<Duration>) {
        self.add(Told::Failed(attempt.number(), next));
    }

    fn finished(&self, summary: &CallSummary) {
        self.add(Told::Finished(
            summary.attempts(),
            summary.elapsed(),
            summary.is_success(),
        ));
    }
}

/// What became of a call.
#[derive(Debug)]
struct Course {
    sent: Vec<Sent>,
    records: Vec<AttemptRecord>,
    told: Vec<Told>,
    elapsed: Duration,
    /// Whether there is a value, and not an error.
    is_answered: bool,
}

async fn call(
    caller: Caller,
    policy: Policy,
    stub: &Stub,
    notes: Notes,
) -> (bool, Vec<AttemptRecord>) {
    let (typed, ad_hoc) = (ApiClient::builder(), RetryClient::builder());
    let typed = typed.transport(stub.clone()).observe(notes.clone());
    let ad_hoc = ad_hoc.transport(stub.clone()).observe(notes);
    let (typed, ad_hoc) = (
        typed.build().unwrap(),
        ad_hoc.build().unwrap().with_policy(policy),
    );
    let over = |call: retry_client::Call<String>| call.retry(|_| policy).reply();
    let url = "http://api.test/things";
    let ended = match caller {
        Caller::Read => over(typed.read())
            .await
            .map(|reply| reply.attempts().to_vec()),
        Caller::Keyed => over(typed.keyed())
            .await
            .map(|reply| reply.attempts().to_vec()),
        Caller::Plain => over(typed.plain())
            .await
            .map(|reply| reply.attempts().to_vec()),
        Caller::AdHocGet => ad_hoc
            .get(url)
            .send()
            .await
            .map(|reply| reply.attempts().to_vec()),
        Caller::AdHocPost => ad_hoc
            .post(url)
            .send()
            .await
            .map(|reply| reply.attempts().to_vec()),
    };
    match ended {
        Ok(records) => (true, records),
        Err(error) => (false, error.attempts().to_vec()),
    }
}

/// Makes one call in a runtime and a time of its own.
fn course(caller: Caller, policy: Policy, steps: &[(Step, Duration)]) -> Course {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build();
    runtime.unwrap().block_on(async {
        let (stub, notes, begun) = (Stub::new(), Notes::default(), Instant::now());
        let mut answers: Vec<_> = steps
            .iter()
            .map(|(step, delay)| step.answer(*delay))
            .collect();
        let last = answers.pop().unwrap().forever();
        for route in [
            stub.get("/things"),
            stub.post("/things"),
            stub.post("/plain"),
        ] {
            route.answers(answers.clone().into_iter().chain([last.clone()]));
        }
        let (is_answered, records) = call(caller, policy, &stub, notes.clone()).await;
        let (sent, told) = (
            stub.requests(),
            std::mem::take(&mut *notes.0.lock().unwrap()),
        );
        Course {
            sent,
            records,
            told,
            elapsed: begun.elapsed(),
            is_answered,
        }
    })
}

fn callers() -> impl Cases<Value = Caller> {
    prop::sample::select(vec![
        Caller::Read,
        Caller::Keyed,
        Caller::Plain,
        Caller::AdHocGet,
        Caller::AdHocPost,
    ])
}

/// The same cases on every run, unless `PROPTEST_RNG_SEED` asks for others.
fn config() -> Config {
    let default = Config::default();
    let is_set = |name| std::env::var_os(name).is_some();
    Config {
        cases: if is_set("PROPTEST_CASES") {
            default.cases
        } else {
            1_500
        },
        rng_seed: if is_set("PROPTEST_RNG_SEED") {
            default.rng_seed
        } else {
            RngSeed::Fixed(0)
        },
        failure_persistence: None,
        ..default
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_call_keeps_to_its_attempts_delays_and_timeouts(caller in callers(), policy in policies(), steps in steps()) {
        let Course { sent, records, elapsed, .. } = course(caller, policy, &steps);
        prop_assert!(!sent.is_empty() && sent.len() <= policy.max_attempts().unwrap() as usize);
        let waits: Vec<_> = records.iter().filter_map(AttemptRecord::delay).collect();
        prop_assert_eq!(waits.len(), sent.len() - 1, "a wait before every attempt but the first");
        if let Some(timeout) = policy.get_timeout() {
            prop_assert!(elapsed <= timeout, "{elapsed:?}");
            prop_assert!(sent.iter().all(|sent| sent.at() < timeout), "{sent:?}");
            prop_assert!(waits.iter().sum::<Duration>() < timeout, "{waits:?}");
        }
        let limit = policy.get_attempt_timeout();
        prop_assert!(records.iter().all(|record| record.duration() <= limit), "{records:?}");
    }

    #[test]
    fn a_call_spends_time_only_on_attempts_and_waits(
        caller in callers(),
        policy in policies(),
        steps in steps(),
    ) {
        let Course { sent, records, elapsed, .. } = course(caller, policy, &steps);
        let mut now = Duration::ZERO;
        let steps = steps.iter().chain(std::iter::repeat(steps.last().unwrap()));
        for ((sent, record), (step, _)) in sent.iter().zip(&records).zip(steps) {
            prop_assert_eq!(sent.at(), now, "{:?}", records);
            if record.delay().is_some() && record.status().is_some() && matches!(step, Step::Stall(_)) {
                // Whether the rest of it comes is waited for, which may take longer than the delay.
                return Ok(());
            }
            now += record.duration() + record.delay().unwrap_or_default();
        }
        prop_assert_eq!((sent.len(), elapsed), (records.len(), now), "{:?}", records);
    }

    #[test]
    fn server_history_and_observers_agree(caller in callers(), policy in policies(), steps in steps()) {
        let Course { sent, records, told, elapsed, is_answered } = course(caller, policy, &steps);
        let mut expected = Vec::new();
        for ((number, record), sent) in (1..).zip(&records).zip(&sent) {
            expected.push(Told::Started(number, sent.at()));
            if record.outcome().is_some() {
                expected.push(Told::Failed(number, record.delay()));
            }
        }
        expected.push(Told::Finished(u32::try_from(sent.len()).unwrap(), elapsed, is_answered));
        prop_assert_eq!(told, expected);
    }

    #[test]
    fn an_idempotency_key_stays_and_a_plain_post_is_retried_only_if_not_processed(
        caller in callers(),
        policy in policies(),
        steps in steps(),
    ) {
        let Course { sent, .. } = course(caller, policy, &steps);
        let keys: Vec<_> = sent.iter().map(|sent| sent.header("idempotency-key")).collect();
        prop_assert_eq!(keys[0].is_some(), caller == Caller::Keyed);
        prop_assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
        prop_assert!(sent.iter().all(|one| one.body() == sent[0].body()));
        let repeated = steps.iter().chain(std::iter::repeat(steps.last().unwrap())).take(sent.len() - 1);
        for (step, _) in repeated {
            let nothing_happened = match (step, caller) {
                (Step::Refused, _) => true,
                (Step::Status(429, _) | Step::Stall(429), Caller::Plain) => policy.retries_status(429),
                (Step::Status(status, _) | Step::Stall(status), Caller::AdHocPost) => policy.retries_status(*status),
                // What the declaration does not list is not added at run time.
                (_, Caller::Plain | Caller::AdHocPost) => false,
                _ => true,
            };
            prop_assert!(nothing_happened, "{step:?} was repeated: {sent:?}");
        }
    }
}
