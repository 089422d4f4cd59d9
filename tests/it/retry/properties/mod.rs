//! Properties of every call: any policy, any script of failures, in paused time.

mod cases;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use proptest::prelude::*;
use retry_client::testing::{Sent, Stub};
use retry_client::{
    Attempt, AttemptRecord, CallSummary, Failure, Observer, Policy, Result, RetryClient, client,
};
use tokio::time::Instant;

use self::cases::{Caller, Step, callers, config, policies, steps};

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

/// An event that observers are told of.
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

/// The outcome of a call.
#[derive(Debug)]
struct Tried {
    sent: Vec<Sent>,
    records: Vec<AttemptRecord>,
    told: Vec<Told>,
    elapsed: Duration,
    /// Set if there is a value, and not an error.
    has_value: bool,
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
fn tried(caller: Caller, policy: Policy, steps: &[(Step, Duration)]) -> Tried {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build();
    runtime.unwrap().block_on(async {
        let (stub, notes, begun) = (Stub::new(), Notes::default(), Instant::now());
        let mut responses: Vec<_> = steps
            .iter()
            .map(|(step, delay)| step.response(*delay))
            .collect();
        let last = responses.pop().unwrap().forever();
        for route in [
            stub.get("/things"),
            stub.post("/things"),
            stub.post("/plain"),
        ] {
            route.answers(responses.clone().into_iter().chain([last.clone()]));
        }
        let (has_value, records) = call(caller, policy, &stub, notes.clone()).await;
        let (sent, told) = (
            stub.requests(),
            std::mem::take(&mut *notes.0.lock().unwrap()),
        );
        Tried {
            sent,
            records,
            told,
            elapsed: begun.elapsed(),
            has_value,
        }
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_call_keeps_to_its_attempts_delays_and_timeouts(caller in callers(), policy in policies(), steps in steps()) {
        let Tried { sent, records, elapsed, .. } = tried(caller, policy, &steps);
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
        let Tried { sent, records, elapsed, .. } = tried(caller, policy, &steps);
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
        let Tried { sent, records, told, elapsed, has_value } = tried(caller, policy, &steps);
        let mut expected = Vec::new();
        for ((number, record), sent) in (1..).zip(&records).zip(&sent) {
            expected.push(Told::Started(number, sent.at()));
            if record.outcome().is_some() {
                expected.push(Told::Failed(number, record.delay()));
            }
        }
        expected.push(Told::Finished(u32::try_from(sent.len()).unwrap(), elapsed, has_value));
        prop_assert_eq!(told, expected);
    }

    #[test]
    fn an_idempotency_key_stays_and_a_plain_post_is_retried_only_if_not_processed(
        caller in callers(),
        policy in policies(),
        steps in steps(),
    ) {
        let Tried { sent, .. } = tried(caller, policy, &steps);
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
