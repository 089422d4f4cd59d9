//! Polling: a value is requested again until it says that it is done.
//!
//! Run with `cargo run --example poll_until_done`. It needs no network beyond the loopback interface.

use std::time::Duration;

use retry_client::{AttemptRecord, BoxError, ErrorKind, GaveUp, Result, client};
use serde::Deserialize;

mod support {
    #[expect(dead_code, reason = "other examples use the rest of it")]
    pub(crate) mod server;
}

use support::server::{Script, Server, Step};

/// A service whose jobs take a while.
#[client(timeout = 10s)]
#[retry(constant, base = 20ms, attempts = unlimited)]
trait Kiln {
    /// Requests the job until it is done. Failures in between are retried as usual.
    #[get("/jobs/{id}")]
    #[retry(until = Job::is_done)]
    async fn finished(&self, id: u32) -> Result<Job>;

    /// Requests the result until it exists: a 404 is `None` and means "not yet".
    #[get("/jobs/{id}/result", none_on = 404)]
    #[retry(until = Option::is_some)]
    async fn result(&self, id: u32) -> Result<Option<String>>;
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase", tag = "state")]
enum Job {
    Queued,
    Running { percent: u8 },
    Done,
}

impl Job {
    fn is_done(&self) -> bool {
        matches!(self, Self::Done)
    }
}

const QUEUED: Step = Step::Answer(200, r#"{"state":"queued"}"#);
const RUNNING: Step = Step::Answer(200, r#"{"state":"running","percent":60}"#);
const DONE: Step = Step::Answer(200, r#"{"state":"done"}"#);
const NONE: Step = Step::Answer(404, "");

const SCRIPT: Script = &[
    ("/jobs/1", &[QUEUED, RUNNING, Step::Reset, DONE]),
    ("/jobs/1/result", &[NONE, NONE, Step::Answer(200, "a vase")]),
    ("/jobs/2", &[QUEUED, RUNNING]),
];

#[tokio::main]
async fn main() -> Result<(), BoxError> {
    let server = Server::start(SCRIPT).await?;
    let kiln = KilnClient::new(server.url())?;

    let reply = kiln.finished(1).reply().await?;
    for (number, attempt) in (1..).zip(reply.attempts()) {
        let outcome = attempt
            .outcome()
            .map_or("done".to_owned(), |kind| kind.to_string());
        println!("attempt {number}: {outcome}");
    }
    let outcomes = reply.attempts().iter().map(AttemptRecord::outcome);
    let not_ready = Some(ErrorKind::NotReady);
    assert_eq!(
        outcomes.collect::<Vec<_>>(),
        [not_ready, not_ready, Some(ErrorKind::Reset), None]
    );
    assert_eq!(reply.into_value(), Job::Done);

    let result = kiln.result(1).await?;
    println!("the result: {result:?}");
    assert_eq!(result.as_deref(), Some("a vase"));

    // If a job is not done in time, the error has the last response.
    let call = kiln.finished(2).attempts(2).timeout(Duration::from_secs(1));
    let Err(error) = call.await else {
        return Err("job 2 is never done".into());
    };
    println!("{error}, at {:?}", error.json::<Job>()?);
    assert_eq!(
        (error.kind(), error.gave_up()),
        (ErrorKind::NotReady, GaveUp::AttemptsExhausted)
    );
    assert_eq!(error.json::<Job>()?, Job::Running { percent: 60 });

    assert_eq!(server.unplayed().await, [""; 0]);
    Ok(())
}
