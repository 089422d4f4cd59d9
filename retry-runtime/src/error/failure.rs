//! What went wrong with one attempt.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::time::Duration;
use std::{fmt, io};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::error::problem;
use crate::error::problem::Problem;

/// Any error, boxed.
pub type BoxError = Box<dyn StdError + Send + Sync + 'static>;

/// The kind of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request could not be made; nothing was sent.
    Build,
    /// No connection: DNS, TCP or TLS. The request was not sent.
    Connect,
    /// The attempt took longer than its `attempt_timeout`, or the call longer than its `timeout`.
    Timeout,
    /// The connection was lost before a whole response head had arrived.
    Reset,
    /// What arrived is not HTTP, or not what was asked for (an unsolicited 101).
    Protocol,
    /// The body was lost or corrupt while it was read.
    Body,
    /// The answer's status stands for an error.
    Status,
    /// The body was complete, and is not what the method returns.
    Decode,
    /// The body is longer than `max_body`.
    TooLarge,
    /// `before_attempt` refused to send the request.
    Rejected,
    /// `until` never held.
    NotReady,
    /// The request's own body could not be read: a file that vanished, or changed between attempts, or
    /// a stream that broke off.
    Source,
    /// The answer could not be written to its file.
    Sink,
}

impl ErrorKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Build => "build",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Reset => "reset",
            Self::Protocol => "protocol",
            Self::Body => "body",
            Self::Status => "status",
            Self::Decode => "decode",
            Self::TooLarge => "too large",
            Self::Rejected => "rejected",
            Self::NotReady => "not ready",
            Self::Source => "source",
            Self::Sink => "sink",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Build => "the request could not be built",
            Self::Connect => "no connection",
            Self::Timeout => "timed out",
            Self::Reset => "connection lost before the answer",
            Self::Protocol => "the answer is not valid HTTP",
            Self::Body => "the answer's body was cut short or corrupt",
            Self::Status => "the answer is an error",
            Self::Decode => "the answer could not be decoded",
            Self::TooLarge => "the answer is too large",
            Self::Rejected => "`before_attempt` refused to send it",
            Self::NotReady => "not ready",
            Self::Source => "the request's body could not be read",
            Self::Sink => "the answer could not be written to its file",
        }
    }
}

/// `connect`, `timeout`, … as in `#[retry(errors = […])]`.
impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How far a failed request got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// It provably never reached the server.
    NotSent,
    /// As `NotSent`, and another attempt would end the same way: a certificate is not accepted.
    NotSentForGood,
    /// HTTP/2 says that the server did not look at it.
    #[cfg_attr(
        not(feature = "http2"),
        allow(dead_code, reason = "only HTTP/2 can say so")
    )]
    Refused,
    /// The server may have acted on it.
    MaybeProcessed,
}

/// A body that could not be read while it was sent.
#[derive(Debug)]
pub(crate) struct SourceError(pub(crate) io::Error);

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the request's body could not be read")
    }
}

impl StdError for SourceError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.0)
    }
}

/// What went wrong with one attempt.
pub struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) delivery: Delivery,
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) detail: Cow<'static, str>,
    pub(crate) source: Option<BoxError>,
}

impl Failure {
    /// Boxed from the beginning: many functions pass it on, and few calls have one.
    #[cold]
    pub(crate) fn new(kind: ErrorKind) -> Box<Self> {
        Box::new(Self {
            kind,
            delivery: Delivery::MaybeProcessed,
            status: None,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            retry_after: None,
            detail: Cow::Borrowed(""),
            source: None,
        })
    }

    /// A request that could not be made.
    pub(crate) fn build(detail: impl Into<Cow<'static, str>>) -> Box<Self> {
        Self::new(ErrorKind::Build).because(detail).unsent()
    }

    /// A request whose body cannot be read.
    pub(crate) fn source(detail: impl Into<Cow<'static, str>>) -> Box<Self> {
        Self::new(ErrorKind::Source).because(detail).unsent()
    }

    /// A request that a hook refused to let go.
    pub(crate) fn rejected(refusal: BoxError) -> Box<Self> {
        Self::new(ErrorKind::Rejected).caused_by(refusal).unsent()
    }

    /// Whether the attempt ended before anything was given to the transport.
    pub(crate) fn is_before_sending(&self) -> bool {
        let by_us = matches!(self.kind, ErrorKind::Source | ErrorKind::Timeout);
        matches!(self.kind, ErrorKind::Build | ErrorKind::Rejected)
            || by_us && self.delivery == Delivery::NotSent
    }

    /// The same of a request that nothing was sent of.
    pub(crate) fn unsent(mut self: Box<Self>) -> Box<Self> {
        self.delivery = Delivery::NotSent;
        self
    }

    /// Says it in more words than the kind has.
    pub(crate) fn because(mut self: Box<Self>, detail: impl Into<Cow<'static, str>>) -> Box<Self> {
        self.detail = detail.into();
        self
    }

    pub(crate) fn caused_by(mut self: Box<Self>, source: impl Into<BoxError>) -> Box<Self> {
        self.source = Some(source.into());
        self
    }

    pub(crate) fn with_head(
        mut self: Box<Self>,
        status: StatusCode,
        headers: HeaderMap,
    ) -> Box<Self> {
        self.status = Some(status);
        self.headers = headers;
        self
    }

    pub(crate) fn with_body(mut self: Box<Self>, body: Bytes) -> Box<Self> {
        self.body = body;
        self
    }

    /// The same with headers of its own: those that were received share the buffer, of several
    /// kilobytes, that they were read into.
    pub(crate) fn detached(mut self: Box<Self>) -> Box<Self> {
        for value in self.headers.values_mut() {
            if let Ok(own) = HeaderValue::from_bytes(value.as_bytes()) {
                *value = own;
            }
        }
        self
    }

    /// What kind of failure it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The answer's status, if there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The answer's headers; empty if there was no answer.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What was read of the answer's body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as text, in the charset that its media type names, or else UTF-8.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        problem::text(&self.headers, &self.body)
    }

    /// How long the server asked to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind, self.status) {
            (ErrorKind::Status, Some(status)) => {
                write!(f, "{status}")?;
                if let Some(problem) = Problem::read(status, &self.headers, &self.body) {
                    write!(f, "{problem}")?;
                }
            }
            (ErrorKind::Build, _) if !self.detail.is_empty() => return f.write_str(&self.detail),
            (kind, _) => f.write_str(kind.words())?,
        }
        if self.detail.is_empty() {
            Ok(())
        } else {
            write!(f, ": {}", self.detail)
        }
    }
}

/// Without headers and body, which may hold secrets.
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure")
            .field("kind", &self.kind)
            .field("message", &format_args!("{self}"))
            .field("delivery", &self.delivery)
            .field("retry_after", &self.retry_after)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

impl StdError for Failure {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
