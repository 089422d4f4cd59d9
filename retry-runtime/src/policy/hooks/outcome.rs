//! The outcome of an attempt, as `when` sees it.

use std::fmt;
use std::sync::OnceLock;

use bytes::Bytes;
use http::{HeaderMap, StatusCode, Version};
use reqwest::{Response, ResponseBuilderExt, Url};
use serde::de::DeserializeOwned;

use crate::error::Failure;
use crate::policy::hooks::attempt::Attempt;

// An empty map allocates nothing, but `HeaderMap::new` is not a const function.
static NO_HEADERS: OnceLock<HeaderMap> = OnceLock::new();

/// The outcome of an attempt: a response with its body, or a failure.
pub struct Outcome {
    pub(crate) attempt: Attempt,
    pub(crate) response: Option<BufferedResponse>,
    pub(crate) failure: Option<Box<Failure>>,
}

impl Outcome {
    /// The attempt that ended.
    #[must_use]
    pub fn attempt(&self) -> &Attempt {
        &self.attempt
    }

    /// The status, if a response arrived.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match &self.response {
            // The response goes first: with both, the failure is about the response's status or value.
            Some(response) => Some(response.status),
            None => self.failure.as_ref()?.status,
        }
    }

    /// The headers; empty if no response arrived.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        match (&self.response, &self.failure) {
            (Some(response), _) => &response.headers,
            (None, Some(failure)) => &failure.headers,
            (None, None) => NO_HEADERS.get_or_init(HeaderMap::new),
        }
    }

    /// The body; empty if no response arrived.
    ///
    /// It is the whole body, except for methods that return a [`ByteStream`](crate::ByteStream), an
    /// [`Sse`](crate::Sse) or a [`JsonLines`](crate::JsonLines). For those it is the first chunk that arrived,
    /// however long that is, and empty only if the body is. The rest has not been read yet; it follows that
    /// chunk if the response is accepted. A check that the body is a stream of events comes after this.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.response
            .as_ref()
            .map_or(&[], |response| &response.body)
    }

    /// The body, read as JSON.
    ///
    /// # Errors
    ///
    /// If it is not JSON of that shape.
    pub fn json<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_slice(self.body())
    }

    /// The failure: a status that counts as an error, or any other. `None` for a success.
    #[must_use]
    pub fn error(&self) -> Option<&Failure> {
        self.failure.as_deref()
    }
}

/// A response with its whole body, from which a response can be made any number of times.
pub(crate) struct BufferedResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) version: Version,
    pub(crate) url: Option<Url>,
}

impl BufferedResponse {
    /// The response with its body unread, without headers.
    fn headless(&self) -> Response {
        let mut builder = http::response::Builder::new();
        if let Some(url) = &self.url {
            // reqwest keeps the URL in an extension of the response, and asks `http` for it here.
            builder = builder.url(url.clone());
        }
        let mut response = builder.body(self.body.clone()).unwrap_or_default();
        *response.status_mut() = self.status;
        *response.version_mut() = self.version;
        response.into()
    }

    /// The response with its body unread.
    pub(crate) fn response(&self) -> Response {
        let mut response = self.headless();
        *response.headers_mut() = self.headers.clone();
        response
    }
}

/// Shows neither headers nor body, which may hold secrets.
impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outcome")
            .field("attempt", &self.attempt)
            .field("status", &self.status())
            .field("error", &self.failure)
            .finish_non_exhaustive()
    }
}
