//! What can go wrong, and what is known of it without trying.

use tokio_rustls::rustls::SupportedProtocolVersion;

use super::certificate::Certificate;
use super::http2_server::{Frame, When};
use super::proxy::FirstConnection;
use crate::support::script::Step;

/// What goes wrong. It does so once; whatever comes after it is answered with `done`.
#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// Nobody listens.
    Refused,
    /// The host has no address.
    Unresolved,
    /// What the first connection meets.
    Connection(FirstConnection),
    /// What the first connection meets where TLS is spoken.
    Tls(FirstConnection),
    /// A certificate whose issuer is known to nobody; this goes on.
    Unknown,
    /// A certificate that is trusted, but not for this host or not at this time; this goes on.
    Certificate(Certificate, &'static str),
    /// A certificate of the client's is asked for, and it has none; this goes on.
    Uninvited(&'static SupportedProtocolVersion),
    /// What the first `CONNECT` gets from a proxy.
    Tunnel(&'static str),
    /// What the first request gets.
    Response(Step),
    /// A connection that was used before is closed while it is idle.
    Stale(Step),
    /// What the second request on a connection gets, after this one for the first.
    Reused(Step, Step),
    /// What the first request gets, and what the one that it leads to.
    Redirected(Step, Step),
    /// What the first requests get, and what is fetched as their credentials.
    Unauthorized(Vec<Step>, Brings),
    /// What the first request gets, over HTTP/2.
    Frames(When, Vec<Frame>),
    /// Pings are not answered, over HTTP/2, nor is the first request.
    Unresponsive,
}

/// What a source of credentials brings.
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
    /// How many of the attempts no server can see as requests.
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

    /// How many requests come on top of the attempts.
    pub(crate) fn hops(&self) -> usize {
        usize::from(matches!(self, Self::Redirected(..)))
    }

    /// Whether every attempt is seen as a connection.
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

    /// As much of it as a line has room for.
    pub(crate) fn words(&self) -> String {
        format!("{self:?}").chars().take(200).collect()
    }

    /// Whether it happens again and again.
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
