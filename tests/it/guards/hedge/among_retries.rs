//! Hedges among the retries of a call: numbers, places in a list, and waits.

use std::sync::{Arc, Mutex};

use retry_client::{Attempt, AttemptRecord, GaveUp, Request, Result, client};

use crate::support::memory::MemoryTransport;
use crate::support::script::{ms, ok, silence, status};

use super::{ModelsClient, Tokens, models, seen};

#[tokio::test(start_paused = true)]
async fn hedges_count_among_the_attempts_and_take_no_entry_of_a_list() {
    let (memory, models) = models([
        status(503).late(ms(150)),
        status(502).late(ms(300)),
        status(500),
        ok("a fourth"),
    ]);
    let error = models.models().await.unwrap_err();
    assert_eq!(error.gave_up(), GaveUp::AttemptsExhausted);
    let expected = [(Some(503), false), (Some(502), true), (Some(500), false)];
    assert_eq!(seen(error.attempts()), expected);
    let delays: Vec<_> = error.attempts().iter().map(AttemptRecord::delay).collect();
    assert_eq!(delays, [None, Some(ms(10)), None]);
    assert_eq!(memory.times(), [ms(0), ms(100), ms(410)]);
    let hosts = memory.requests();
    let hosts: Vec<_> = hosts.iter().map(|sent| sent.url().host_str()).collect();
    assert_eq!(
        hosts,
        [Some("one.test"), Some("one.test"), Some("two.test")]
    );
}

#[tokio::test(start_paused = true)]
async fn a_first_attempt_that_fails_last_keeps_its_place_in_the_history() {
    let steps = [status(503).late(ms(400)), status(502).late(ms(10)), ok("x")];
    let (_, models) = models(steps);
    let reply = models.models().await.unwrap();
    let expected = [(Some(503), false), (Some(502), true), (Some(200), false)];
    assert_eq!(seen(reply.attempts()), expected);
    assert_eq!(reply.attempts()[1].delay(), Some(ms(10)));
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_one_server_asked_for_holds_back_no_attempt_at_another() {
    let asks = status(503).late(ms(150)).header("retry-after", "3");
    let (memory, models) = models([asks, status(502).late(ms(300)), ok("x")]);
    // The retry goes to another host, which has asked for nothing.
    models.models().await.unwrap();
    assert_eq!(memory.times()[2], ms(410));
}

#[client(base_url = "http://memory")]
trait Single {
    #[get("/models")]
    #[retry(constant, base = 10ms, attempts = 3)]
    #[hedge(after = 100ms)]
    async fn models(&self) -> Result<String>;
}

#[tokio::test(start_paused = true)]
async fn the_wait_that_one_of_two_was_asked_for_is_kept_by_the_retry() {
    let asks = status(503).late(ms(150)).header("retry-after", "3");
    for steps in [
        [asks.clone(), status(502).late(ms(300)), ok("x")],
        [status(502).late(ms(400)), asks.late(ms(50)), ok("x")],
    ] {
        let memory = MemoryTransport::new(steps);
        let builder = SingleClient::builder().transport(memory.clone());
        builder.build().unwrap().models().await.unwrap();
        // Both are known at 400 ms; the wait counts from the response that asked for it.
        assert_eq!(memory.times(), [ms(0), ms(100), ms(3_150)]);
    }
}

/// The number of each attempt that a hook was shown, and whether it was a hedge.
type Shown = Arc<Mutex<Vec<(u32, bool)>>>;

#[tokio::test]
async fn an_attempt_that_goes_on_after_its_hedge_was_dropped_keeps_its_number() {
    let moved = status(307).header("location", "/moved");
    for (first, is_repeated) in [(status(401), true), (moved, false)] {
        let memory = MemoryTransport::new([first.late(ms(150)), silence(), ok("yes")]);
        let shown = Shown::default();
        let hook = Arc::clone(&shown);
        let builder = ModelsClient::builder().transport(memory.clone());
        let builder = builder.redirects(1).credentials(Tokens::default());
        let models = builder
            .before_attempt(async move |_: &mut Request, attempt: &Attempt| {
                let attempt = (attempt.number(), attempt.is_hedge());
                hook.lock().unwrap().push(attempt);
                Ok(())
            })
            .build()
            .unwrap();
        let reply = models.models().await.unwrap();
        assert_eq!(*shown.lock().unwrap(), [(1, false), (2, true), (1, false)]);
        assert_eq!(memory.count(), 3);
        let dropped = (None, true);
        let first = (Some(200), false);
        if is_repeated {
            let refused = (Some(401), false);
            assert_eq!(seen(reply.attempts()), [dropped, refused, first]);
        } else {
            assert_eq!(seen(reply.attempts()), [dropped, first]);
        }
    }
}
