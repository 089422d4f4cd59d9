//! The kinds of failure, with their names and descriptions.

use std::fmt;

/// The kind of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
// No more than 16 kinds: `policy/error_kinds` keeps a set of them in the bits of a `u16`.
pub enum ErrorKind {
    /// The request could not be made; nothing was sent.
    Build,
    /// The connection could not be made, because of DNS, TCP or TLS. The request was not sent.
    Connect,
    /// The attempt took longer than its `attempt_timeout`, or the call longer than its `timeout`.
    Timeout,
    /// The connection was lost before a whole response head had arrived.
    Reset,
    /// The bytes that arrived are not HTTP, or not what was asked for (an unsolicited 101).
    Protocol,
    /// The body was lost or corrupt while it was read.
    Body,
    /// The response's status stands for an error.
    Status,
    /// The body was complete, and could not be decoded into what the method returns.
    Decode,
    /// The body is longer than `max_body`.
    TooLarge,
    /// `before_attempt` rejected the request, or `when` rejected a good response.
    Rejected,
    /// `until` was not true for any response.
    NotReady,
    /// The request's own body could not be read: a file that vanished, or changed between attempts, or
    /// a stream that broke off.
    Source,
    /// The response could not be written to its file.
    Sink,
    /// A guard held the attempt back, so it was never sent. [`held_back_by`](crate::Error::held_back_by) names the
    /// guard.
    HeldBack,
}

impl ErrorKind {
    /// The name in spans, in metrics and in messages.
    pub(crate) fn name(self) -> &'static str {
        self.texts().0
    }

    /// The beginning of an error message.
    pub(crate) fn description(self) -> &'static str {
        self.texts().1
    }

    // One table, so that a new kind cannot get a name and lack a description.
    fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Build => ("build", "the request could not be built"),
            Self::Connect => ("connect", "no connection"),
            Self::Timeout => ("timeout", "timed out"),
            Self::Reset => ("reset", "connection lost before the response"),
            Self::Protocol => ("protocol", "the response is not valid HTTP"),
            Self::Body => ("body", "the response's body was cut short or corrupt"),
            Self::Status => ("status", "the response is an error"),
            Self::Decode => ("decode", "the response could not be decoded"),
            Self::TooLarge => ("too large", "the response is too large"),
            Self::Rejected => ("rejected", "rejected"),
            Self::NotReady => ("not ready", "not ready"),
            Self::Source => ("source", "the request's body could not be read"),
            Self::Sink => ("sink", "the response could not be written to its file"),
            Self::HeldBack => ("held back", "held back"),
        }
    }
}

/// Shows `connect`, `timeout`, … as written in `#[retry(errors = […])]`.
impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
