//! The forms of a request that a transport takes.

use http::HeaderMap;
use reqwest::{Body, Url};

use crate::body::{announce_emptiness, has_empty_content};
use crate::transport::built::Origin;

/// A request for a transport.
pub(crate) enum Outgoing {
    /// The form that hooks, observers and the user's own transports see.
    Full(reqwest::Request),
    /// A request for the built transport, made without a URL.
    Lean(Lean),
}

/// A request whose URI is a path, and its origin.
pub(crate) struct Lean {
    pub(crate) origin: Origin,
    pub(crate) request: http::Request<Body>,
}

/// The parts that a span shows.
#[cfg(feature = "tracing")]
impl Outgoing {
    pub(crate) fn method(&self) -> &http::Method {
        match self {
            Self::Full(request) => request.method(),
            Self::Lean(lean) => lean.request.method(),
        }
    }

    pub(crate) fn host(&self) -> Option<&str> {
        match self {
            Self::Full(request) => request.url().host_str(),
            Self::Lean(lean) => Some(lean.origin.host()),
        }
    }

    pub(crate) fn port(&self) -> Option<u16> {
        match self {
            Self::Full(request) => request.url().port_or_known_default(),
            Self::Lean(lean) => Some(lean.origin.port()),
        }
    }
}

impl Outgoing {
    pub(crate) fn headers_mut(&mut self) -> &mut HeaderMap {
        match self {
            Self::Full(request) => request.headers_mut(),
            Self::Lean(lean) => lean.request.headers_mut(),
        }
    }

    /// The URL, if it was made with one.
    pub(crate) fn url(&self) -> Option<&Url> {
        match self {
            Self::Full(request) => Some(request.url()),
            Self::Lean(_) => None,
        }
    }

    /// Adds `content-length: 0` to a request without content, if its verb lets a server expect some.
    pub(crate) fn announce_emptiness(&mut self) {
        // A lean request has said so already, because nothing changes its body after it is made.
        if let Self::Full(request) = self
            && has_empty_content(request.method(), request.body())
        {
            announce_emptiness(request.headers_mut());
        }
    }
}

impl From<reqwest::Request> for Outgoing {
    fn from(request: reqwest::Request) -> Self {
        Self::Full(request)
    }
}
