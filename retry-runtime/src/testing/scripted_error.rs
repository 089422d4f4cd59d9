//! Errors for fakes and mocks, which have no call that could fail.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use serde::Serialize;

use crate::endpoint::Endpoint;
use crate::error::{AttemptRecord, Drawn, Error, ErrorKind, Failure, GaveUp, History};
use crate::request::header_pair;

/// The endpoint of errors for which the test sets none.
const FAKE: &Endpoint = &Endpoint::unlisted("fake", "a fake call");

/// An error for a fake or a mock to return, as a call would have returned it. See [`error`].
#[derive(Debug)]
#[must_use = "it becomes an error by `.into()`"]
pub struct ScriptedError {
    failure: Box<Failure>,
    endpoint: &'static Endpoint,
    gave_up: GaveUp,
}

/// Makes an error of this kind, for a fake or a mock to return.
///
/// ```
/// use retry_client::testing::error;
/// use retry_client::{Error, ErrorKind, GaveUp};
///
/// let busy = error(ErrorKind::Status).status(503).body("try later");
/// let busy: Error = busy.gave_up(GaveUp::AttemptsExhausted).into();
/// assert_eq!(busy.status().unwrap(), 503);
/// ```
pub fn error(kind: ErrorKind) -> ScriptedError {
    let failure = Failure::new(kind);
    ScriptedError {
        failure: match kind {
            // The two kinds that by themselves prove that nothing was sent.
            ErrorKind::Build | ErrorKind::Connect => failure.unsent(),
            _ => failure,
        },
        endpoint: FAKE,
        gave_up: GaveUp::NotRetryable,
    }
}

impl ScriptedError {
    /// Sets the status of the last response.
    ///
    /// # Panics
    ///
    /// If it is not between 100 and 999.
    #[track_caller]
    pub fn status(mut self, status: u16) -> Self {
        match StatusCode::from_u16(status) {
            Ok(status) => self.failure.status = Some(status),
            Err(error) => panic!("{status}: {error}; write one between 100 and 999"),
        }
        self
    }

    /// Adds a header of the last response.
    ///
    /// # Panics
    ///
    /// If it cannot be a header.
    #[track_caller]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header_pair(name, value) {
            Ok((name, value)) => self.failure.headers.append(name, value),
            Err(error) => panic!("{error}"),
        };
        self
    }

    /// Sets the body of the last response.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.failure.body = body.into();
        self
    }

    /// Sets the body of the last response to a value as JSON.
    ///
    /// # Panics
    ///
    /// If it cannot be JSON.
    #[track_caller]
    pub fn json<T: Serialize + ?Sized>(self, value: &T) -> Self {
        match serde_json::to_vec(value) {
            Ok(json) => self.body(json),
            Err(error) => panic!("the value cannot be JSON: {error}"),
        }
    }

    /// Sets the reason why there was no further attempt. Default: [`GaveUp::NotRetryable`].
    pub fn gave_up(mut self, gave_up: GaveUp) -> Self {
        self.gave_up = gave_up;
        self
    }

    /// Sets the wait that the server asked for.
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.failure.retry_after = Some(wait);
        self
    }

    /// Sets the method that was called: `&GitHubClient::REPO`.
    pub fn endpoint(mut self, endpoint: &'static Endpoint) -> Self {
        self.endpoint = endpoint;
        self
    }
}

/// Makes an error of one attempt, or of none for the kind `Build`.
impl From<ScriptedError> for Error {
    fn from(scripted: ScriptedError) -> Self {
        let failure = scripted.failure;
        let record = AttemptRecord {
            status: failure.status,
            kind: Some(failure.kind),
            duration: Duration::ZERO.into(),
            wait: None,
            hops: 0,
            is_repeated: false,
            drawn: Drawn::No,
            is_hedge: false,
            held: 0,
        };
        let attempts = match failure.kind {
            // As of a call: nothing was sent before an error of this kind.
            ErrorKind::Build => Vec::new(),
            _ => vec![record],
        };
        let history = History {
            endpoint: scripted.endpoint,
            attempts,
            elapsed: Duration::ZERO,
            gave_up: Some(scripted.gave_up),
        };
        Self::new(failure, history)
    }
}
