//! Observers: what they are told of each call, in which order, and how little they can break.

use std::panic::resume_unwind;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use retry_client::{
    Attempt, CallSummary, ErrorKind, Failure, GaveUp, Method, Observer, RequestParams, Result,
    RetryClient, client,
};

use tokio::time::timeout;

use crate::support::ad_hoc::{STEADY, URL};
use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok, secs, silence, status};

#[client(base_url = "http://memory")]
#[retry(constant, base = 100ms, statuses = [429])]
trait Watched {
    #[get("/things/{id}")]
    async fn thing(&self, id: u32) -> Result<String>;

    #[post("/things")]
    async fn create(&self) -> Result<String>;
}

/// Notes what it is told, as a line each. Clones share the lines.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    fn add(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }

    fn taken(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// The name that a caller has given to a call.
#[derive(Clone, Copy)]
struct Name(&'static str);

fn name(name: Option<&Name>) -> &'static str {
    name.map_or("nameless", |name| name.0)
}

impl Observer for Notes {
    fn attempt_started(&self, attempt: &Attempt) {
        let (number, elapsed) = (attempt.number(), attempt.elapsed());
        let name = name(attempt.context());
        self.add(format!(
            "{name}: {number} starts at {elapsed:?}, {}",
            attempt.endpoint().name()
        ));
    }

    fn attempt_failed(&self, attempt: &Attempt, failure: &Failure, next: Option<Duration>) {
        let (name, number) = (name(attempt.context()), attempt.number());
        self.add(format!(
            "{name}: {number} fails, {failure}, next after {next:?}"
        ));
    }

    fn finished(&self, summary: &CallSummary) {
        let (name, elapsed) = (name(summary.context()), summary.elapsed());
        let (attempts, retries) = (summary.attempts(), summary.retries());
        let status = summary.status().map(|status| status.as_u16());
        let error = summary.error().zip(summary.gave_up());
        if summary.is_cancelled() {
            assert!(!summary.is_success() && error.is_none());
            self.add(format!(
                "{name}: cancelled at {elapsed:?}, {attempts} attempts"
            ));
            return;
        }
        assert_eq!(summary.is_success(), error.is_none());
        self.add(format!(
            "{name}: over at {elapsed:?}, {attempts} attempts, {retries} retries, {status:?}, {error:?}"
        ));
    }
}

fn watched(memory: &MemoryTransport, notes: &Notes) -> WatchedClient {
    let builder = WatchedClient::builder().transport(memory.clone());
    builder.observe(notes.clone()).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn observers_hear_of_every_attempt_and_of_the_end() {
    let (memory, notes) = (
        MemoryTransport::new([
            status(503).late(ms(5)),
            status(429).header("retry-after", "2"),
            ok("done"),
        ]),
        Notes::default(),
    );
    watched(&memory, &notes).thing(7).await.unwrap();
    assert_eq!(
        notes.taken(),
        [
            "nameless: 1 starts at 0ns, thing",
            "nameless: 1 fails, 503 Service Unavailable, next after Some(100ms)",
            "nameless: 2 starts at 105ms, thing",
            "nameless: 2 fails, 429 Too Many Requests, next after Some(2s)",
            "nameless: 3 starts at 2.105s, thing",
            "nameless: over at 2.105s, 3 attempts, 2 retries, Some(200), None",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn observers_hear_why_a_call_has_failed() {
    let (memory, notes) = (MemoryTransport::new([status(503)]), Notes::default());
    let client = watched(&memory, &notes);
    client.create().context(Name("post")).await.unwrap_err();
    client
        .thing(1)
        .attempts(2)
        .context(Name("get"))
        .await
        .unwrap_err();
    client.thing(1).attempts(0).await.unwrap_err();
    assert_eq!(
        notes.taken(),
        [
            "post: 1 starts at 0ns, create",
            "post: 1 fails, 503 Service Unavailable, next after None",
            "post: over at 0ns, 1 attempts, 0 retries, Some(503), Some((Status, NotRepeatable))",
            "get: 1 starts at 0ns, thing",
            "get: 1 fails, 503 Service Unavailable, next after Some(100ms)",
            "get: 2 starts at 100ms, thing",
            "get: 2 fails, 503 Service Unavailable, next after None",
            "get: over at 100ms, 2 attempts, 1 retries, Some(503), Some((Status, AttemptsExhausted))",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_context_is_found_by_its_type_and_that_of_the_request_wins() {
    let (memory, notes) = (
        MemoryTransport::new([status(503), ok("")]),
        Notes::default(),
    );
    let builder = RetryClient::builder().transport(memory).retry(|_| STEADY);
    let client = builder.observe(notes.clone()).build().unwrap();
    let request = || RequestParams::new(Method::GET, URL);
    let requests = [request(), request().context(Name("second"))];
    client
        .requests(requests)
        .context(Name("call"))
        .send()
        .await
        .unwrap();
    client
        .get(URL)
        .context("not a `Name`")
        .send()
        .await
        .unwrap();
    assert_eq!(
        notes.taken(),
        [
            "call: 1 starts at 0ns, get",
            "call: 1 fails, 503 Service Unavailable, next after Some(100ms)",
            "second: 2 starts at 100ms, get",
            "second: over at 100ms, 2 attempts, 1 retries, Some(200), None",
            "nameless: 1 starts at 0ns, get",
            "nameless: over at 0ns, 1 attempts, 0 retries, Some(200), None",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_request_rejected_by_a_hook_is_not_an_attempt() {
    let (memory, notes) = (MemoryTransport::new([ok("")]), Notes::default());
    let builder = RetryClient::builder()
        .transport(memory)
        .observe(notes.clone());
    let client = builder
        .before_attempt(async |_, _| Err("no".into()))
        .build()
        .unwrap();
    client.get(URL).send().await.unwrap_err();
    let refused = (ErrorKind::Rejected, GaveUp::NotRetryable);
    let over = format!(
        "nameless: over at 0ns, 0 attempts, 0 retries, None, {:?}",
        Some(refused)
    );
    assert_eq!(notes.taken(), [over]);
}

/// Panics whatever it is told, quietly.
struct Panicking;

impl Observer for Panicking {
    fn attempt_started(&self, _: &Attempt) {
        resume_unwind(Box::new(()));
    }

    fn attempt_failed(&self, _: &Attempt, _: &Failure, _: Option<Duration>) {
        resume_unwind(Box::new(()));
    }

    fn finished(&self, _: &CallSummary) {
        resume_unwind(Box::new(()));
    }
}

#[tokio::test(start_paused = true)]
async fn a_panicking_observer_breaks_neither_call_nor_other_observers() {
    let (first, last) = (Notes::default(), Notes::default());
    let memory = MemoryTransport::new([status(503), ok("done")]);
    let builder = WatchedClient::builder()
        .transport(memory.clone())
        .observe(first.clone());
    let client = builder
        .observe(Panicking)
        .observe(last.clone())
        .build()
        .unwrap();
    for lines in [4, 2] {
        assert_eq!(client.thing(1).await.unwrap(), "done");
        let told = first.taken();
        assert_eq!((told.len(), told), (lines, last.taken()));
    }
    assert_eq!(memory.times(), [0, 100, 100].map(ms));
}

#[tokio::test(start_paused = true)]
async fn observers_hear_of_an_attempt_after_the_wait_before_it() {
    let (memory, notes) = (
        MemoryTransport::new([status(503), status(503), ok("")]),
        Notes::default(),
    );
    let call = watched(&memory, &notes).thing(1);
    let call = call.retry(|policy| policy.strategy(retry_client::Strategy::linear().base(secs(1))));
    call.await.unwrap();
    let starts = notes
        .taken()
        .into_iter()
        .filter(|line| line.contains("starts"));
    assert_eq!(
        starts.collect::<Vec<_>>(),
        [
            "nameless: 1 starts at 0ns, thing",
            "nameless: 2 starts at 1s, thing",
            "nameless: 3 starts at 3s, thing",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn observers_hear_of_calls_that_are_dropped() {
    let (memory, notes) = (
        MemoryTransport::new([status(503), silence()]),
        Notes::default(),
    );
    let watched = watched(&memory, &notes);
    drop(watched.thing(1));
    assert_eq!(notes.taken(), [""; 0], "it was never polled");
    timeout(ms(30), watched.thing(1)).await.unwrap_err();
    timeout(ms(30), watched.create()).await.unwrap_err();
    assert_eq!(
        notes.taken(),
        [
            "nameless: 1 starts at 0ns, thing",
            "nameless: 1 fails, 503 Service Unavailable, next after Some(100ms)",
            "nameless: cancelled at 30ms, 1 attempts",
            "nameless: 1 starts at 0ns, create",
            "nameless: cancelled at 30ms, 1 attempts",
        ]
    );
}
