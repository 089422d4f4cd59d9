//! Errors of connections, for which there is no response.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;

/// An error of connecting: nothing was sent. Cheap to clone, as several calls may have waited for
/// the same connection.
#[derive(Clone, Debug)]
pub(crate) struct ConnectError {
    pub(crate) stage: ConnectStage,
    /// True if the connection to a proxy could not be made.
    pub(crate) is_of_proxy: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// The stage at which connecting failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConnectStage {
    /// The lookup of the host, or TCP.
    Tcp,
    /// The handshake of TLS.
    #[cfg_attr(
        not(any(feature = "rustls", feature = "native-tls")),
        expect(dead_code, reason = "there is no TLS")
    )]
    Tls,
    /// The server rejected the client's certificate or requires one, and reported it after the handshake.
    ClientCertificate(&'static str),
    /// All stages together took longer than `connect_timeout`.
    Timeout(Duration),
    /// A proxy is configured that cannot be used.
    UnusableProxy(&'static str),
    /// The proxy did not open a tunnel.
    TunnelRefused(StatusCode),
    /// The proxy did not respond to `CONNECT`, or not in HTTP.
    TunnelBroken,
    /// The URL's scheme is `https`, and no TLS is compiled in.
    #[cfg_attr(
        any(feature = "rustls", feature = "native-tls"),
        expect(dead_code, reason = "there is TLS")
    )]
    WithoutTls,
    /// The first bytes of HTTP could not be exchanged.
    Handshake,
}

impl ConnectError {
    pub(crate) fn new(stage: ConnectStage) -> Self {
        Self {
            stage,
            is_of_proxy: false,
            source: None,
        }
    }

    pub(crate) fn caused_by(
        stage: ConnectStage,
        source: impl StdError + Send + Sync + 'static,
    ) -> Self {
        Self {
            source: Some(Arc::new(source)),
            ..Self::new(stage)
        }
    }

    /// The same error, on the way to a proxy.
    pub(crate) fn of_proxy(self) -> Self {
        Self {
            is_of_proxy: true,
            ..self
        }
    }

    /// Tells whether another attempt would end in the same way.
    pub(crate) fn is_lasting(&self) -> bool {
        match self.stage {
            ConnectStage::UnusableProxy(_)
            | ConnectStage::WithoutTls
            | ConnectStage::ClientCertificate(_) => true,
            ConnectStage::TunnelRefused(status) => {
                // Any other refusal of a proxy, such as 502, is about the server behind it, and may soon
                // end.
                status == StatusCode::PROXY_AUTHENTICATION_REQUIRED
            }
            _ => false,
        }
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_of_proxy {
            f.write_str("the proxy: ")?;
        }
        match self.stage {
            ConnectStage::Tcp => f.write_str("connecting failed"),
            ConnectStage::Tls => f.write_str("the TLS handshake failed"),
            ConnectStage::ClientCertificate(why) => f.write_str(why),
            ConnectStage::Timeout(limit) => write!(f, "connecting took longer than {limit:?}"),
            ConnectStage::UnusableProxy(why) => write!(f, "the proxy cannot be used: {why}"),
            ConnectStage::TunnelRefused(status) => {
                write!(f, "the proxy refused the tunnel: {status}")
            }
            ConnectStage::TunnelBroken => f.write_str("the proxy did not open the tunnel"),
            ConnectStage::WithoutTls => {
                f.write_str("no TLS is compiled in; enable the feature `rustls` or `native-tls`")
            }
            ConnectStage::Handshake => f.write_str("the HTTP handshake failed"),
        }
    }
}

impl StdError for ConnectError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

/// An error of a request that had a connection and got no response.
#[derive(Debug)]
pub(crate) struct ExchangeError {
    pub(crate) source: hyper::Error,
    /// True if the request was handed back and nothing of it was sent.
    pub(crate) is_unsent: bool,
    /// True if the server has named a last stream, so that a GOAWAY proves something.
    pub(crate) names_a_last_stream: bool,
}

impl fmt::Display for ExchangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_unsent {
            "the connection ended before the request was sent"
        } else {
            "the request could not be completed"
        })
    }
}

impl StdError for ExchangeError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.source)
    }
}

/// The error of a request that ran into the timeout of its own `reqwest::Request`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TimedOut;

impl fmt::Display for TimedOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the limit of the request is over")
    }
}

impl StdError for TimedOut {}
