//! The faults that can occur, and what is known of them without trying.

use tokio_rustls::rustls::SupportedProtocolVersion;

use super::certificate::Certificate;
use super::http2_server::{Frame, When};
use super::proxy::FirstConnection;
use crate::support::script::Step;

/// A fault. It happens once; whatever comes after it is answered with `done`.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// Nobody listens.
    Refused,
    /// The host has no address.
    Unresolved,
    /// The welcome that the first connection gets.
    Connection(FirstConnection),
    /// The welcome that the first connection gets where TLS is spoken.
    Tls(FirstConnection),
    /// A certificate whose issuer is known to nobody; this goes on.
    Unknown,
    /// A certificate that is trusted, but not for this host or not at this time; this goes on.
    Certificate(Certificate, &'static str),
    /// A certificate of the client's is asked for, and it has none; this goes on.
    Uninvited(&'static SupportedProtocolVersion),
    /// The response of a proxy to the first `CONNECT`.
    Tunnel(&'static str),
    /// The response to the first request.
    Response(Step),
    /// A connection that was used before is closed while it is idle.
    Stale(Step),
    /// The responses to the first request on a connection, and to the second.
    Reused(Step, Step),
    /// The response to the first request, and to the one that it leads to.
    Redirected(Step, Step),
    /// The responses to the first requests, and what is fetched as their credentials.
    Unauthorized(Vec<Step>, Brings),
    /// The response to the first request, over HTTP/2.
    Frames(When, Vec<Frame>),
    /// Pings are not answered, over HTTP/2, nor is the first request.
    Unresponsive,
}

/// The credentials that a source brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Brings {
    /// Another one with each fetch.
    Another,
    /// The same one with each fetch.
    TheSame,
    /// Another one with each fetch but this, counted from 1, which fails.
    NothingAt(usize),
}

impl Fault {
    /// The number of attempts that no server can see as requests.
    pub(crate) fn hidden(&self) -> usize {
        let is_seen = matches!(
            self,
            Self::Connection(FirstConnection::Early(_))
                | Self::Tls(FirstConnection::Ends(..))
                | Self::Response(_)
                | Self::Stale(_)
                | Self::Reused(..)
                | Self::Redirected(..)
                | Self::Unauthorized(..)
                | Self::Frames(..)
                | Self::Unresponsive
        );
        usize::from(!is_seen)
    }

    /// The number of requests that come on top of the attempts.
    pub(crate) fn hops(&self) -> usize {
        usize::from(matches!(self, Self::Redirected(..)))
    }

    /// Tells whether every attempt is seen as a connection.
    pub(crate) fn has_connections(&self) -> bool {
        matches!(
            self,
            Self::Connection(_)
                | Self::Tls(_)
                | Self::Unknown
                | Self::Certificate(..)
                | Self::Uninvited(_)
        )
    }

    /// The start of its debug output, as much as a line has room for.
    pub(crate) fn words(&self) -> String {
        format!("{self:?}").chars().take(200).collect()
    }

    /// Tells whether it happens again and again.
    pub(crate) fn is_lasting(&self) -> bool {
        matches!(
            self,
            Self::Unknown | Self::Certificate(..) | Self::Uninvited(_)
        )
    }

    /// The body of a POST: longer than any buffer where that makes the difference.
    pub(crate) fn body(&self) -> String {
        let is_early = matches!(
            self,
            Self::Connection(FirstConnection::Early(_)) | Self::Frames(When::Head, _)
        );
        "x".repeat(if is_early { 2 << 20 } else { 5 })
    }
}
