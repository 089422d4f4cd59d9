//! An endpoint with everything that was settled when its client was built.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, Method};

use crate::endpoint::Endpoint;
use crate::policy::Policy;
use crate::request::base_url::BaseUrl;

/// An endpoint with everything that was settled when its client was built: the part of a client that
/// a request is made of.
#[derive(Clone)]
pub(crate) struct ResolvedEndpoint {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) policy: Policy,
    pub(crate) method: Method,
    pub(crate) headers: Headers,
    pub(crate) base_urls: Arc<[BaseUrl]>,
    /// Pairs of the client that go to its own base URLs, encoded.
    pub(crate) query: Arc<str>,
    /// Carries the number of the attempt.
    pub(crate) attempt_header: Option<HeaderName>,
}

/// Headers that are sent with every call of an endpoint, ready to be cloned.
#[derive(Clone, Default)]
pub(crate) struct Headers {
    /// To the client's own base URLs: with the client's headers, and the credentials in them.
    pub(crate) same_origin: HeaderMap,
    pub(crate) other_origin: HeaderMap,
}

impl Headers {
    /// Merges the headers of a method into those of its client.
    pub(crate) fn merge(client: &HeaderMap, method: HeaderMap) -> Self {
        // Both maps are made when the client is built. Which of them a call needs is known once it
        // has a URL, and merging them there would cost every call what the rare one needs.
        let mut same_origin = client.clone();
        for (name, value) in &method {
            same_origin.insert(name, value.clone());
        }
        Self {
            same_origin,
            other_origin: method,
        }
    }
}
