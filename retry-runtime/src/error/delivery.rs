//! Delivery of a failed request: the proof that it had no effect, where there is one.

use std::error::Error as StdError;
use std::{fmt, io};

/// Delivery of a failed request: proven to have had no effect, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    /// The request provably never reached the server.
    NotSent,
    /// The same, and another attempt would end in the same way: a certificate is not accepted.
    NotSentForGood,
    /// HTTP/2 states that the server did not process it.
    #[cfg_attr(
        not(feature = "http2"),
        allow(dead_code, reason = "only HTTP/2 can say so")
    )]
    Refused,
    /// The server may have acted on it.
    MaybeProcessed,
}

/// The error of a request body that could not be read while it was sent.
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
