//! One of several requests, of which each attempt sends one.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use http::{HeaderName, HeaderValue, Method};

use crate::body::{IntoBody, RequestBody};
use crate::client::retry_client::urls::OneUrl;
use crate::error::Failure;
use crate::request::{RequestVariant, header_pair};

/// One request of several, for [`RetryClient::requests`](crate::RetryClient::requests): attempt *n* sends entry *n*,
/// and any further attempt the last.
///
/// A part that cannot be sent is an error of kind `Build` when the request is awaited.
///
/// ```
/// use retry_runtime::{Method, RequestParams};
///
/// let requests = [
///     RequestParams::new(Method::GET, "https://eu.example.com/x"),
///     RequestParams::new(Method::GET, "https://us.example.com/x").header("x-fallback", "1"),
/// ];
/// ```
#[must_use]
// It may hold an error, as `new` and `header` do not return a `Result`.
pub struct RequestParams(Result<RequestVariant, Box<Failure>>);

impl RequestParams {
    /// A request without headers and body.
    pub fn new(method: Method, url: impl OneUrl) -> Self {
        Self(url.place().map(|url| RequestVariant {
            method,
            url,
            headers: Vec::new(),
            body: RequestBody::default(),
            context: None,
        }))
    }

    /// Adds a header.
    pub fn header<N, V>(self, name: N, value: V) -> Self
    where
        HeaderName: TryFrom<N>,
        HeaderValue: TryFrom<V>,
    {
        Self(self.0.and_then(|mut variant| {
            variant.headers.push(header_pair(name, value)?);
            Ok(variant)
        }))
    }

    /// Sets the body. A stream can be sent only once, so the request is then never retried.
    pub fn body(self, body: impl IntoBody) -> Self {
        Self(self.0.and_then(|variant| {
            let body = body.into_request_body().map_err(Failure::not_encoded)?;
            Ok(RequestVariant { body, ..variant })
        }))
    }

    /// Attaches a value by which hooks and observers recognize this attempt.
    pub fn context(self, context: impl Any + Send + Sync) -> Self {
        Self(self.0.map(|variant| RequestVariant {
            context: Some(Arc::new(context)),
            ..variant
        }))
    }

    pub(crate) fn variant(self) -> Result<RequestVariant, Box<Failure>> {
        self.0
    }
}

/// The verb alone: URL, headers and body may hold secrets.
impl fmt::Debug for RequestParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.as_ref().map(|variant| &variant.method);
        f.debug_tuple("RequestParams").field(&shown).finish()
    }
}
