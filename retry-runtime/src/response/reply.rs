//! A value with the status, headers and history of its response.

use std::fmt;

use http::{HeaderMap, StatusCode};
use reqwest::Response;

use crate::clock;
use crate::decide::retry_after;
use crate::error::{AttemptRecord, Error, ErrorKind, Failure, History, Result};

/// A value together with the status and headers of its response, and every attempt that it took.
pub struct Reply<T> {
    head: Head,
    history: Option<History>,
    value: T,
}

/// Status and headers of a response, as a [`Decode`](crate::Decode) sees them.
///
/// The default, for tests, is a 200 without headers.
#[derive(Clone, Default)]
pub struct Head {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
}

impl Head {
    /// The status of the response.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }
}

impl<T> Reply<T> {
    pub(crate) fn new(head: Head, value: T) -> Self {
        Self {
            head,
            history: None,
            value,
        }
    }

    pub(crate) fn history_mut(&mut self) -> &mut Option<History> {
        &mut self.history
    }

    pub(crate) fn value_mut(&mut self) -> &mut T {
        &mut self.value
    }

    /// The status of the response.
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers of the response.
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Every attempt, in order; the last one brought this response.
    pub fn attempts(&self) -> &[AttemptRecord] {
        self.history
            .as_ref()
            .map_or(&[], |history| &history.attempts)
    }

    /// The decoded body.
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The decoded body, without the rest.
    pub fn into_value(self) -> T {
        self.value
    }
}

impl Reply<Response> {
    /// Returns the reply if its status counts as success, otherwise an error.
    ///
    /// # Errors
    ///
    /// An error of kind `Status`, with headers, attempts and the hint of `Retry-After`. The body
    /// has not been read, and is dropped.
    pub fn error_for_status(self) -> Result<Self> {
        match self.history {
            // The history goes into the error, since it is this reply that would have had it.
            Some(history) if !self.head.status.is_success() => {
                let Head { status, headers } = self.head;
                let mut failure = Failure::new(ErrorKind::Status).with_head(status, headers);
                failure.retry_after = retry_after::requested(&failure.headers, clock::now);
                Err(Error::new(failure, history))
            }
            history => Ok(Self { history, ..self }),
        }
    }
}

/// Shows the status alone, since headers may hold secrets.
impl fmt::Debug for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Head")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Leaves out the headers, which may hold secrets.
impl<T: fmt::Debug> fmt::Debug for Reply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status())
            .field("attempts", &self.attempts())
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}
