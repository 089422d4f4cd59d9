//! The error of a call: its last failure, and the history of its attempts.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use crate::endpoint::Endpoint;
use crate::error::{AttemptRecord, ErrorKind, Failure, GaveUp, Guard, History};

/// Result of a method of a client.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The error of a call: its last failure and its history. One word in size.
///
/// The failure is the real one, never masked by "retries exhausted". [`gave_up`](Self::gave_up) gives the reason why
/// there was no further attempt, and [`attempts`](Self::attempts) the attempts before it.
///
/// Its `Display` shows the path template, never values, query or headers:
/// ``GET /repos/{owner}/{name} failed after 3 attempts in 1.2s: 503 Service Unavailable``. If the
/// response is a problem document (`application/problem+json`), its title follows, on one line and
/// at most 200 characters of it. The detail is not shown, as it tends to repeat the request.
///
/// ```
/// # fn handle(error: retry_runtime::Error) {
/// use retry_runtime::{ErrorKind, GaveUp};
///
/// if error.kind() == ErrorKind::Status && error.gave_up() == GaveUp::AttemptsExhausted {
///     eprintln!("{error}; the server said: {}", error.text());
/// }
/// # }
/// ```
// One box: every `Result` that a client returns has room for its error, even if it is a success.
pub struct Error(Box<Inner>);

struct Inner {
    failure: Box<Failure>,
    history: History,
}

impl Error {
    pub(crate) fn new(failure: Box<Failure>, history: History) -> Self {
        Self(Box::new(Inner { failure, history }))
    }

    /// An error of a request that could not be made: nothing was sent.
    pub(crate) fn unsent(failure: Box<Failure>, endpoint: &'static Endpoint) -> Self {
        let history = History {
            endpoint,
            attempts: Vec::new(),
            elapsed: Duration::ZERO,
            gave_up: None,
        };
        Self::new(failure, history)
    }

    /// The last failure, for an outer call in which this call was one attempt.
    pub(crate) fn into_failure(self) -> Box<Failure> {
        self.0.failure
    }

    /// The kind of the failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.failure.kind
    }

    /// The status of the last response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.failure.status
    }

    /// The headers of the last response; empty if there was none.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.failure.headers
    }

    /// The body of the last response, as far as it was read: at most 1 MiB of an error's.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.0.failure.body
    }

    /// The body of the last response as text, in the charset that its media type names, or else UTF-8.
    /// Bytes that are not text are replaced by `U+FFFD`.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        self.0.failure.text()
    }

    /// The body of the last response, read as JSON: `error.json::<Problem>()`.
    ///
    /// # Errors
    ///
    /// If it is not JSON of that shape.
    pub fn json<P: DeserializeOwned>(&self) -> serde_json::Result<P> {
        serde_json::from_slice(self.body())
    }

    /// Every attempt, in order; empty if nothing was sent.
    #[must_use]
    pub fn attempts(&self) -> &[AttemptRecord] {
        &self.0.history.attempts
    }

    /// The time from the start of the call to its end.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.history.elapsed
    }

    /// The guard that held the call back, for an error of kind `HeldBack`.
    #[must_use]
    pub fn held_back_by(&self) -> Option<Guard> {
        self.0.failure.held_back_by
    }

    /// The wait that the server asked for with its last response. For a call that a guard held back it is the time
    /// after which the guard would let it pass, if that is known.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.failure.retry_after
    }

    /// The reason why there was no further attempt.
    #[must_use]
    pub fn gave_up(&self) -> GaveUp {
        // No reason is recorded for an error that arose before the first attempt.
        self.0.history.gave_up.unwrap_or(GaveUp::NotRetryable)
    }

    /// The method that was called.
    #[must_use]
    pub fn endpoint(&self) -> &'static Endpoint {
        self.0.history.endpoint
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { failure, history } = &*self.0;
        let (endpoint, elapsed) = (history.endpoint, history.elapsed);
        write!(f, "{} ", endpoint.label())?;
        match history.attempts.len() {
            // `the client was not built: …`: the label of that endpoint is the subject of the
            // sentence.
            0 if endpoint.is_client() => write!(f, "was not built: {failure}"),
            0 if failure.held_back_by.is_some() => write!(f, "not sent: {failure}"),
            0 => write!(f, "was not sent: {failure}"),
            1 => write!(f, "failed after 1 attempt in {elapsed:.1?}: {failure}"),
            sent => write!(
                f,
                "failed after {sent} attempts in {elapsed:.1?}: {failure}"
            ),
        }
    }
}

/// Shows the message and the history, but neither headers nor body, which may hold secrets.
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
