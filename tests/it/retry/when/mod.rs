//! `when`: the user's own judgement of each attempt.

mod bounded;

use std::io;
use std::sync::{Arc, Mutex};

use retry_client::{
    AttemptRecord, Call, DelaySource, Error, ErrorKind, Failure, GaveUp, HeaderValue, Outcome,
    Result, Verdict, client,
};
use tokio::time::sleep;

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, fails, ms, ok, secs, status};

#[client(base_url = "http://memory")]
#[retry(constant, base = 100ms, when = as_asked)]
trait Judged {
    #[get("/asked")]
    async fn asked(&self) -> Result<String>;

    #[get("/asked/later")]
    #[retry(when = as_asked_later)]
    async fn asked_later(&self) -> Result<String>;

    #[post("/posted")]
    async fn posted(&self) -> Result<String>;

    #[get("/logged")]
    #[retry(when = log)]
    async fn logged(&self) -> Result<u32>;

    #[get("/number")]
    #[retry(errors = [decode])]
    async fn number(&self) -> Result<u32>;

    #[get("/pondered", timeout = 2s)]
    #[retry(when = ponder)]
    async fn pondered(&self) -> Result<String>;

    #[get("/lenient")]
    #[retry(when = settle_in_the_end)]
    async fn lenient(&self) -> Result<String>;
}

/// The response says what to think of it.
fn as_asked(outcome: &Outcome) -> Verdict {
    let asked = outcome.headers().get("x-verdict");
    match asked.map(HeaderValue::as_bytes) {
        Some(b"accept") => Verdict::Accept,
        Some(b"retry") => Verdict::Retry,
        Some(b"later") => Verdict::RetryAfter(secs(7)),
        Some(b"fail") => Verdict::Fail,
        _ => Verdict::Default,
    }
}

async fn as_asked_later(outcome: &Outcome) -> Verdict {
    sleep(ms(5)).await;
    as_asked(outcome)
}

/// Takes longer than the call has.
async fn ponder(_: &Outcome) -> Verdict {
    sleep(secs(3)).await;
    Verdict::Default
}

/// The parts of an outcome shown: status, a header, body, error, attempt, whether it is the last.
type Shown = (
    Option<u16>,
    Option<String>,
    String,
    Option<ErrorKind>,
    u32,
    bool,
);
type Log = Arc<Mutex<Vec<Shown>>>;

fn log(outcome: &Outcome) -> Verdict {
    let (attempt, header) = (outcome.attempt(), outcome.headers().get("x-seen"));
    let shown = (
        outcome.status().map(|status| status.as_u16()),
        header.map(|value| value.to_str().unwrap().to_owned()),
        String::from_utf8(outcome.body().to_vec()).unwrap(),
        outcome.error().map(Failure::kind),
        attempt.number(),
        attempt.is_last(),
    );
    let log = attempt.context::<Log>().unwrap();
    log.lock().unwrap().push(shown);
    Verdict::Default
}

/// Makes do with anything on the last attempt.
fn settle_in_the_end(outcome: &Outcome) -> Verdict {
    if outcome.attempt().is_last() {
        Verdict::Accept
    } else {
        Verdict::Retry
    }
}

fn judged(memory: &MemoryTransport) -> JudgedClient {
    JudgedClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap()
}

fn asking(code: u16, verdict: &str) -> Step {
    status(code)
        .body(format!("{code} {verdict}"))
        .header("x-verdict", verdict)
}

/// A call that is answered the same way each time: its value or its error, and how often it was sent.
type Ending = (Result<&'static str, (ErrorKind, GaveUp)>, usize);

async fn ending(
    call: fn(&JudgedClient) -> Call<String>,
    step: Step,
) -> (Result<String, (ErrorKind, GaveUp)>, usize) {
    let memory = MemoryTransport::new([step]);
    let result = call(&judged(&memory)).await;
    let told = |error: Error| {
        assert_eq!(error.attempts().len(), memory.count());
        (error.kind(), error.gave_up())
    };
    (result.map_err(told), memory.count())
}

fn table() -> Vec<(Step, Ending)> {
    use ErrorKind::{NotReady, Rejected, Reset, Status};
    use GaveUp::{AttemptsExhausted, Judged, NotRetryable};
    vec![
        (asking(200, "default"), (Ok("200 default"), 1)),
        (asking(404, "default"), (Err((Status, NotRetryable)), 1)),
        (
            asking(503, "default"),
            (Err((Status, AttemptsExhausted)), 3),
        ),
        (asking(200, "accept"), (Ok("200 accept"), 1)),
        (asking(404, "accept"), (Ok("404 accept"), 1)),
        (asking(503, "accept"), (Ok("503 accept"), 1)),
        (
            asking(200, "retry"),
            (Err((NotReady, AttemptsExhausted)), 3),
        ),
        (asking(404, "retry"), (Err((Status, AttemptsExhausted)), 3)),
        (asking(503, "retry"), (Err((Status, AttemptsExhausted)), 3)),
        (asking(200, "fail"), (Err((Rejected, Judged)), 1)),
        (asking(404, "fail"), (Err((Status, Judged)), 1)),
        (asking(503, "fail"), (Err((Status, Judged)), 1)),
        (
            fails(io::ErrorKind::ConnectionReset),
            (Err((Reset, AttemptsExhausted)), 3),
        ),
    ]
}

#[tokio::test(start_paused = true)]
async fn every_verdict_has_its_effect() {
    for call in [JudgedClient::asked, JudgedClient::asked_later] {
        for (step, (result, sent)) in table() {
            let expected = (result.map(str::to_owned), sent);
            assert_eq!(ending(call, step.clone()).await, expected, "{step:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_value_that_cannot_be_decoded_cannot_be_accepted() {
    let memory = MemoryTransport::new([ok("seven").header("x-verdict", "accept")]);
    let error = judged(&memory).number().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Decode, GaveUp::Judged)
    );
    assert_eq!(memory.times(), [secs(0)]);
}

#[tokio::test(start_paused = true)]
async fn a_verdict_can_set_the_delay() {
    let memory = MemoryTransport::new([
        asking(503, "later"),
        asking(503, "retry"),
        ok("").header("x-verdict", "accept"),
    ]);
    let reply = judged(&memory).asked_later().reply().await.unwrap();
    let waits = |record: &AttemptRecord| Some((record.delay()?, record.delay_source()?));
    let waits = reply
        .attempts()
        .iter()
        .filter_map(waits)
        .collect::<Vec<_>>();
    assert_eq!(
        waits,
        [
            (secs(7), DelaySource::Verdict),
            (ms(100), DelaySource::Strategy)
        ]
    );
    // Judging takes its time, and is none of the delay.
    assert_eq!(memory.times(), [0, 7_005, 7_110].map(ms));
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_a_floor_under_the_delay_of_a_verdict() {
    let memory = MemoryTransport::new([asking(503, "later").header("retry-after", "9"), ok("")]);
    let reply = judged(&memory).asked().reply().await.unwrap();
    assert_eq!(
        reply.attempts()[0].delay_source(),
        Some(DelaySource::Server)
    );
    assert_eq!(memory.times(), [secs(0), secs(9)]);
}

#[tokio::test(start_paused = true)]
async fn when_sees_every_attempt_in_full() {
    let memory = MemoryTransport::new([
        status(404).body("gone").header("x-seen", "yes"),
        status(503).body("busy"),
        fails(io::ErrorKind::ConnectionReset),
        fails(io::ErrorKind::ConnectionRefused),
        ok("twelve"),
    ]);
    let (client, log) = (judged(&memory), Log::default());
    for _ in 0..2 {
        let call = client.logged().retry(|policy| policy.statuses(&[404]));
        call.attempts(5)
            .context(Arc::clone(&log))
            .await
            .unwrap_err();
    }
    let seen = |status, header: Option<&str>, body: &str, kind, number| {
        (
            status,
            header.map(str::to_owned),
            body.to_owned(),
            kind,
            number,
            number == 5,
        )
    };
    let undecodable = |number| seen(Some(200), None, "twelve", Some(ErrorKind::Decode), number);
    assert_eq!(
        *log.lock().unwrap(),
        [
            seen(Some(404), Some("yes"), "gone", Some(ErrorKind::Status), 1),
            seen(Some(503), None, "busy", Some(ErrorKind::Status), 2),
            seen(None, None, "", Some(ErrorKind::Reset), 3),
            seen(None, None, "", Some(ErrorKind::Connect), 4),
            undecodable(5),
            undecodable(1),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn when_judges_the_last_attempt_too() {
    let memory = MemoryTransport::new([status(500), status(500), status(404).body("good enough")]);
    assert_eq!(judged(&memory).lenient().await.unwrap(), "good enough");
    assert_eq!(memory.times(), [0, 100, 200].map(ms));
}
