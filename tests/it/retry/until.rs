//! `until`: polling until the decoded value says that it is ready.

use retry_client::{AttemptRecord, ErrorKind, GaveUp, Reply, Result, client};
use serde::Deserialize;

use crate::support::memory::MemoryTransport;
use crate::support::script::{Step, ms, ok, secs, status};

#[client(base_url = "http://memory")]
#[retry(constant, base = 1s, attempts = 4)]
trait Jobs {
    #[get("/job")]
    #[retry(until = is_done)]
    async fn finished(&self) -> Result<Job>;

    #[get("/job?whole=reply")]
    #[retry(until = |reply| is_done(reply.value()))]
    async fn finished_reply(&self) -> Result<Reply<Job>>;

    #[get("/result", none_on = 404)]
    #[retry(until = Option::is_some)]
    async fn result(&self) -> Result<Option<String>>;

    #[post("/job/next")]
    #[idempotent("asks for the next state")]
    #[retry(until = is_done)]
    async fn next(&self) -> Result<Job>;

    #[post("/job/start")]
    #[retry(unprocessed_only, until = is_done)]
    async fn start(&self) -> Result<Job>;
}

#[derive(Debug, PartialEq, Deserialize)]
struct Job {
    percent: u8,
}

fn is_done(job: &Job) -> bool {
    job.percent == 100
}

fn at(percent: u8) -> Step {
    ok(format!(r#"{{"percent":{percent}}}"#))
}

const DONE: Job = Job { percent: 100 };

fn jobs(memory: &MemoryTransport) -> JobsClient {
    JobsClient::builder()
        .transport(memory.clone())
        .build()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn until_polls_a_value_until_it_is_ready() {
    let memory = MemoryTransport::new([at(0).late(ms(10)), at(60), at(100)]);
    assert_eq!(jobs(&memory).finished().await.unwrap(), DONE);
    assert_eq!(memory.times(), [0, 1_010, 2_010].map(ms));
}

#[tokio::test(start_paused = true)]
async fn failures_between_polls_are_retried() {
    let memory = MemoryTransport::new([at(0), status(503).header("retry-after", "5"), at(100)]);
    let reply = jobs(&memory).finished().reply().await.unwrap();
    let outcomes = reply.attempts().iter().map(AttemptRecord::outcome);
    assert_eq!(
        outcomes.collect::<Vec<_>>(),
        [Some(ErrorKind::NotReady), Some(ErrorKind::Status), None]
    );
    assert_eq!(
        (memory.times(), reply.into_value()),
        ([0, 1, 6].map(secs).to_vec(), DONE)
    );
}

#[tokio::test(start_paused = true)]
async fn a_value_that_is_never_ready_is_an_error_with_the_last_response() {
    let memory = MemoryTransport::new([at(0), at(1), at(2), at(3), at(100)]);
    let error = jobs(&memory).finished().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::NotReady, GaveUp::AttemptsExhausted)
    );
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert_eq!(error.json::<serde_json::Value>().unwrap()["percent"], 3);
    assert_eq!(
        error.to_string(),
        "GET /job failed after 4 attempts in 3.0s: not ready"
    );
    assert_eq!(memory.count(), 4);
}

#[tokio::test(start_paused = true)]
async fn until_does_not_retry_a_value_that_cannot_be_decoded() {
    let memory = MemoryTransport::new([at(0), ok("?")]);
    let error = jobs(&memory).finished().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::Decode, GaveUp::NotRetryable)
    );
    assert_eq!(memory.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn until_sees_the_return_value_of_the_method() {
    let memory = MemoryTransport::new([at(0), at(100)]);
    let reply = jobs(&memory).finished_reply().await.unwrap();
    assert_eq!((reply.attempts().len(), reply.into_value()), (2, DONE));

    let memory = MemoryTransport::new([status(404), status(404), ok("here")]);
    assert_eq!(
        jobs(&memory).result().await.unwrap().as_deref(),
        Some("here")
    );
    assert_eq!(memory.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn until_polls_a_post_only_if_it_is_repeatable() {
    let memory = MemoryTransport::new([at(0), at(100)]);
    assert_eq!(jobs(&memory).next().await.unwrap(), DONE);
    assert_eq!(memory.count(), 2);

    let memory = MemoryTransport::new([at(0), at(100)]);
    let error = jobs(&memory).start().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::NotReady, GaveUp::NotRepeatable)
    );
    assert_eq!(memory.count(), 1);
}
