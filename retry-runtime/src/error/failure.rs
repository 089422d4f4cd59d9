//! The failure of one attempt.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::error::delivery::Delivery;
use crate::error::guard::Guard;
use crate::error::kind::ErrorKind;
use crate::error::problem;
use crate::error::problem::Problem;

/// Any error, boxed.
pub type BoxError = Box<dyn StdError + Send + Sync + 'static>;

/// The failure of one attempt.
pub struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) delivery: Delivery,
    pub(crate) status: Option<StatusCode>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) retry_after: Option<Duration>,
    // Most details are fixed, and borrowed; those with a number in them are owned.
    pub(crate) detail: Cow<'static, str>,
    pub(crate) source: Option<BoxError>,
    /// The guard that did not let the attempt go.
    pub(crate) held_back_by: Option<Guard>,
}

impl Failure {
    /// Boxed from the beginning: many functions pass it on, and few calls have one.
    #[cold]
    pub(crate) fn new(kind: ErrorKind) -> Box<Self> {
        Box::new(Self {
            kind,
            // The careful assumption, for code that knows better to override.
            delivery: Delivery::MaybeProcessed,
            status: None,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            retry_after: None,
            detail: Cow::Borrowed(""),
            source: None,
            held_back_by: None,
        })
    }

    /// A request that could not be made.
    pub(crate) fn build(detail: impl Into<Cow<'static, str>>) -> Box<Self> {
        Self::new(ErrorKind::Build).because(detail).unsent()
    }

    /// A body whose value could not be written in its format.
    pub(crate) fn not_encoded(error: BoxError) -> Box<Self> {
        Self::build("the body cannot be encoded").caused_by(error)
    }

    /// A request whose body cannot be read.
    pub(crate) fn source(detail: impl Into<Cow<'static, str>>) -> Box<Self> {
        Self::new(ErrorKind::Source).because(detail).unsent()
    }

    /// A request that a hook rejected.
    pub(crate) fn rejected(error: BoxError) -> Box<Self> {
        Self::new(ErrorKind::Rejected)
            .because("by `before_attempt`")
            .caused_by(error)
            .unsent()
    }

    /// A request without the credentials that it needs.
    pub(crate) fn without_credentials(error: impl Into<BoxError>) -> Box<Self> {
        Self::new(ErrorKind::Rejected)
            .because("the credentials could not be fetched")
            .caused_by(error)
            .unsent()
    }

    /// An attempt that a guard held back, and would let pass after this time, if that is known.
    pub(crate) fn held_back(
        by: Guard,
        after: Option<Duration>,
        detail: impl Into<Cow<'static, str>>,
    ) -> Box<Self> {
        let mut failure = Self::new(ErrorKind::HeldBack).because(detail).unsent();
        failure.retry_after = after;
        failure.held_back_by = Some(by);
        failure
    }

    /// Tells whether the attempt ended before anything was given to the transport.
    pub(crate) fn is_before_sending(&self) -> bool {
        // Kinds of failure on the caller's side. `Source` may also arise while a body is being sent, and then
        // has another delivery.
        let by_us = matches!(self.kind, ErrorKind::Source | ErrorKind::Rejected);
        self.kind == ErrorKind::Build || by_us && self.delivery == Delivery::NotSent
    }

    /// Marks the request as never sent.
    pub(crate) fn unsent(mut self: Box<Self>) -> Box<Self> {
        self.delivery = Delivery::NotSent;
        self
    }

    /// Adds a detail to the description of the kind.
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

    /// Copies the header values. Received ones share the buffer of several kilobytes that they were read into, and a
    /// sleeping call would hold that buffer for the sake of one value.
    pub(crate) fn detached(mut self: Box<Self>) -> Box<Self> {
        for value in self.headers.values_mut() {
            if let Ok(own) = HeaderValue::from_bytes(value.as_bytes()) {
                *value = own;
            }
        }
        self
    }

    /// The kind of the failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The status of the response, if there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The headers of the response; empty if there was none.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body of the response, as far as it was read.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as text, in the charset that its media type names, or else UTF-8.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        problem::text(&self.headers, &self.body)
    }

    /// The wait that the server asked for.
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
            // Their details are complete sentences, which the description of the kind would only repeat.
            (ErrorKind::Build | ErrorKind::HeldBack, _) if !self.detail.is_empty() => {
                return f.write_str(&self.detail);
            }
            (kind, _) => f.write_str(kind.description())?,
        }
        if self.detail.is_empty() {
            Ok(())
        } else {
            write!(f, ": {}", self.detail)
        }
    }
}

/// Shows neither headers nor body, which may hold secrets.
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
        let source = self.source.as_deref()?;
        // An error that several calls share is unwrapped, so that it can be downcast.
        match source.downcast_ref::<Arc<dyn StdError + Send + Sync>>() {
            Some(shared) => Some(&**shared),
            None => Some(source),
        }
    }
}
