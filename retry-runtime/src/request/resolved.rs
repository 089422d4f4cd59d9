//! Endpoints with everything that was decided when their client was built.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, Method};

use crate::endpoint::Endpoint;
use crate::policy::Policy;
use crate::request::base_url::BaseUrl;

/// An endpoint with everything that was decided when its client was built: the part of a client from which
/// requests are made.
#[derive(Clone)]
pub(crate) struct ResolvedEndpoint {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) policy: Policy,
    pub(crate) method: Method,
    pub(crate) headers: Headers,
    pub(crate) base_urls: Arc<[BaseUrl]>,
    /// The client's pairs for its own base URLs, encoded.
    pub(crate) query: Arc<str>,
    /// The header that carries the number of the attempt.
    pub(crate) attempt_header: Option<HeaderName>,
}

/// The headers that are sent with every call of an endpoint, ready to be cloned.
#[derive(Clone, Default)]
pub(crate) struct Headers {
    /// Headers for the client's own base URLs: those of the client, with its credentials, and the method's.
    pub(crate) same_origin: HeaderMap,
    /// Headers for any other URL: the method's alone.
    pub(crate) other_origin: HeaderMap,
}

impl Headers {
    /// Merges the headers of a method into those of its client.
    pub(crate) fn merge(client: &HeaderMap, method: HeaderMap) -> Self {
        // Both maps are made when the client is built. A call knows which one it needs once it has a
        // URL. Merging them then would cost every call for the sake of a rare one.
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
