//! The error of a call: its last failure, and the history of its attempts.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::endpoint::Endpoint;
use crate::error::{ErrorKind, Failure};

/// What a method of a client returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call ended without success. One word in size.
///
/// It is the last failure as it was, never masked by "retries exhausted"; [`gave_up`](Self::gave_up)
/// says why there was no further attempt, [`attempts`](Self::attempts) what happened before.
///
/// Its `Display` shows the path template, never values, query or headers:
/// ``GET /repos/{owner}/{name} failed after 3 attempts in 1.2s: 503 Service Unavailable``. Where the
/// answer is a problem document (`application/problem+json`), its title and detail follow, on one
/// line and at most 200 characters of each.
pub struct Error(Box<Inner>);

struct Inner {
    failure: Box<Failure>,
    endpoint: &'static Endpoint,
    attempts: Vec<AttemptRecord>,
    elapsed: Duration,
    gave_up: GaveUp,
}

/// Why there was no further attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GaveUp {
    /// The policy does not retry this status or kind of failure.
    NotRetryable,
    /// The policy would have retried, but the request may have been acted upon and must not be repeated.
    NotRepeatable,
    /// All attempts were used.
    AttemptsExhausted,
    /// The call's `timeout` leaves no room for the wait and another attempt.
    TimeoutWouldPass,
    /// The server asks for a longer wait than `retry_after` allows.
    ServerDelayTooLong,
    /// `when` answered [`Verdict::Fail`](crate::Verdict::Fail).
    Judged,
}

/// One attempt of a call, as it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptRecord {
    pub(crate) status: Option<StatusCode>,
    pub(crate) kind: Option<ErrorKind>,
    pub(crate) duration: Duration,
    pub(crate) wait: Option<(Duration, DelaySource)>,
}

/// A call that is over, for the value that wants to tell of it.
#[derive(Clone, Debug)]
pub struct History {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) attempts: Vec<AttemptRecord>,
    pub(crate) elapsed: Duration,
    /// Why an answer that would have been retried is the last.
    pub(crate) gave_up: Option<GaveUp>,
}

/// Who set a delay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DelaySource {
    /// The strategy of the policy.
    Strategy,
    /// The server, with `Retry-After`.
    Server,
    /// `when`, with [`Verdict::RetryAfter`](crate::Verdict::RetryAfter).
    Verdict,
}

impl AttemptRecord {
    /// The answer's status, if there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// What went wrong; `None` for an attempt that succeeded.
    #[must_use]
    pub fn outcome(&self) -> Option<ErrorKind> {
        self.kind
    }

    /// How long it took, without the wait after it.
    #[must_use]
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// The delay slept after it; `None` for the last attempt.
    #[must_use]
    pub fn delay(&self) -> Option<Duration> {
        self.wait.map(|(delay, _)| delay)
    }

    /// Who set that delay.
    #[must_use]
    pub fn delay_source(&self) -> Option<DelaySource> {
        self.wait.map(|(_, source)| source)
    }
}

impl Error {
    pub(crate) fn new(
        failure: Box<Failure>,
        endpoint: &'static Endpoint,
        attempts: Vec<AttemptRecord>,
        elapsed: Duration,
        gave_up: GaveUp,
    ) -> Self {
        Self(Box::new(Inner {
            failure,
            endpoint,
            attempts,
            elapsed,
            gave_up,
        }))
    }

    /// A request that could not be made: nothing was sent.
    pub(crate) fn unsent(failure: Box<Failure>, endpoint: &'static Endpoint) -> Self {
        Self::new(
            failure,
            endpoint,
            Vec::new(),
            Duration::ZERO,
            GaveUp::NotRetryable,
        )
    }

    /// The last failure, for a call in which this whole call was one attempt.
    pub(crate) fn into_failure(self) -> Box<Failure> {
        self.0.failure
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.failure.kind
    }

    /// The status of the last answer, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.failure.status
    }

    /// The headers of the last answer; empty if there was none.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.failure.headers
    }

    /// The body of the last answer, as far as it was read: at most 1 MiB of an error's.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.0.failure.body
    }

    /// The body of the last answer as text, in the charset that its media type names, or else UTF-8.
    /// What is not text there is replaced by `U+FFFD`.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        self.0.failure.text()
    }

    /// The body of the last answer, read as JSON: `error.json::<Problem>()`.
    ///
    /// # Errors
    ///
    /// If it is not JSON of that shape.
    pub fn json<P: DeserializeOwned>(&self) -> serde_json::Result<P> {
        serde_json::from_slice(self.body())
    }

    /// Every attempt, in order; empty where nothing was sent.
    #[must_use]
    pub fn attempts(&self) -> &[AttemptRecord] {
        &self.0.attempts
    }

    /// The time from the start of the call to its end.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed
    }

    /// How long the server asked to wait with its last answer.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.failure.retry_after
    }

    /// Why there was no further attempt.
    #[must_use]
    pub fn gave_up(&self) -> GaveUp {
        self.0.gave_up
    }

    /// The method that was called.
    #[must_use]
    pub fn endpoint(&self) -> &'static Endpoint {
        self.0.endpoint
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            failure,
            endpoint,
            attempts,
            elapsed,
            ..
        } = &*self.0;
        write!(f, "{} ", endpoint.label())?;
        match attempts.len() {
            0 if endpoint.is_client() => write!(f, "was not built: {failure}"),
            0 => write!(f, "was not sent: {failure}"),
            1 => write!(f, "failed after 1 attempt in {elapsed:.1?}: {failure}"),
            sent => write!(
                f,
                "failed after {sent} attempts in {elapsed:.1?}: {failure}"
            ),
        }
    }
}

/// What `Display` shows, and the history; no header and no body, which may hold secrets.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("message", &format_args!("{self}"))
            .field("gave_up", &self.gave_up())
            .field("attempts", &self.attempts())
            .field("source", &self.0.failure.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.failure.source()
    }
}
