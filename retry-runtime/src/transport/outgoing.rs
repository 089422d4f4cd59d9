//! A request on its way to a transport.

use http::{HeaderMap, Method};
use reqwest::{Body, Url};

use crate::body::{announce_emptiness, has_empty_content};
use crate::transport::built::Origin;

/// A request on its way to a transport.
pub(crate) enum Outgoing {
    /// The form that hooks, observers and transports of the user's own see.
    Whole(reqwest::Request),
    /// For the built transport: made without a URL.
    Lean(Lean),
}

/// A request whose URI is a path, and where it goes.
pub(crate) struct Lean {
    pub(crate) origin: Origin,
    pub(crate) request: http::Request<Body>,
}

impl Outgoing {
    #[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "for spans"))]
    pub(crate) fn method(&self) -> &Method {
        match self {
            Self::Whole(request) => request.method(),
            Self::Lean(lean) => lean.request.method(),
        }
    }

    pub(crate) fn headers_mut(&mut self) -> &mut HeaderMap {
        match self {
            Self::Whole(request) => request.headers_mut(),
            Self::Lean(lean) => lean.request.headers_mut(),
        }
    }

    #[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "for spans"))]
    pub(crate) fn host(&self) -> Option<&str> {
        match self {
            Self::Whole(request) => request.url().host_str(),
            Self::Lean(lean) => Some(lean.origin.host()),
        }
    }

    #[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "for spans"))]
    pub(crate) fn port(&self) -> Option<u16> {
        match self {
            Self::Whole(request) => request.url().port_or_known_default(),
            Self::Lean(lean) => Some(lean.origin.port()),
        }
    }
}

impl Outgoing {
    /// The URL, if it was made with one.
    pub(crate) fn url(&self) -> Option<&Url> {
        match self {
            Self::Whole(request) => Some(request.url()),
            Self::Lean(_) => None,
        }
    }

    /// Says that there is no content where some is expected.
    pub(crate) fn announce_emptiness(&mut self) {
        // A lean request says so since it was made, as nobody changes its body.
        if let Self::Whole(request) = self
            && has_empty_content(request.method(), request.body())
        {
            announce_emptiness(request.headers_mut());
        }
    }
}

impl From<reqwest::Request> for Outgoing {
    fn from(request: reqwest::Request) -> Self {
        Self::Whole(request)
    }
}
