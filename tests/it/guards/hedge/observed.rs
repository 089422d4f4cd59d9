//! The events of hedges, as observers hear of them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use retry_client::{Attempt, CallSummary, Failure, Observer};
use tokio::time::sleep;

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, silence, status};

use super::ModelsClient;

/// Notes what it is told.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Observer for Notes {
    fn attempt_started(&self, attempt: &Attempt) {
        let kind = if attempt.is_hedge() {
            "hedge"
        } else {
            "attempt"
        };
        let note = format!("{kind} {}", attempt.number());
        self.0.lock().unwrap().push(note);
    }

    fn attempt_failed(&self, attempt: &Attempt, failure: &Failure, next: Option<Duration>) {
        let note = format!("{} failed: {}, {next:?}", attempt.number(), failure.kind());
        self.0.lock().unwrap().push(note);
    }

    fn finished(&self, summary: &CallSummary) {
        let how = if summary.is_cancelled() {
            "dropped"
        } else {
            "finished"
        };
        let note = format!("{how} after {}", summary.attempts());
        self.0.lock().unwrap().push(note);
    }
}

fn observed(steps: impl Into<Vec<Step>>) -> (Notes, ModelsClient) {
    let (notes, memory) = (Notes::default(), MemoryTransport::new(steps.into()));
    let builder = ModelsClient::builder().transport(memory);
    (notes.clone(), builder.observe(notes).build().unwrap())
}

#[tokio::test(start_paused = true)]
async fn observers_hear_of_each_attempt() {
    let steps = [status(503).late(ms(400)), status(502).late(ms(10)), ok("x")];
    let (notes, models) = observed(steps);
    models.models().await.unwrap();
    let expected = [
        "attempt 1",
        "hedge 2",
        "2 failed: status, None",
        "1 failed: status, Some(10ms)",
        "attempt 3",
        "finished after 3",
    ];
    assert_eq!(*notes.0.lock().unwrap(), expected);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_tells_of_all_that_was_sent() {
    let (notes, models) = observed([silence()]);
    let call = tokio::spawn(models.many());
    sleep(ms(150)).await;
    call.abort();
    tokio::task::yield_now().await;
    let expected = ["attempt 1", "hedge 2", "dropped after 2"];
    assert_eq!(*notes.0.lock().unwrap(), expected);
}
