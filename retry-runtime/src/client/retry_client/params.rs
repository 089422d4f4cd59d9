//! One of several requests, of which each attempt sends one.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use http::{HeaderName, HeaderValue, Method};

use crate::body::{IntoPayload, Payload};
use crate::client::retry_client::urls::OneUrl;
use crate::error::Failure;
use crate::request::{Stage, header_pair};

/// A whole request, for [`RetryClient::requests`](crate::RetryClient::requests): attempt *n* sends
/// entry *n*, the last repeats.
///
/// What cannot be sent comes out as an error of kind `Build` when the request is awaited.
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
pub struct RequestParams(Result<Stage, Box<Failure>>);

impl RequestParams {
    /// A request without headers and body.
    pub fn new(method: Method, url: impl OneUrl) -> Self {
        Self(url.place().map(|place| Stage {
            method,
            place,
            headers: Vec::new(),
            body: Payload::default(),
            context: None,
        }))
    }

    /// Adds a header.
    pub fn header<N, V>(self, name: N, value: V) -> Self
    where
        HeaderName: TryFrom<N>,
        HeaderValue: TryFrom<V>,
    {
        Self(self.0.and_then(|mut stage| {
            stage.headers.push(header_pair(name, value)?);
            Ok(stage)
        }))
    }

    /// Sets the body. One that is a stream is sent only once.
    pub fn body(self, body: impl IntoPayload) -> Self {
        Self(self.0.map(|stage| Stage {
            body: body.into_payload(),
            ..stage
        }))
    }

    /// Gives hooks and observers of this attempt something to know it by.
    pub fn context(self, context: impl Any + Send + Sync) -> Self {
        Self(self.0.map(|stage| Stage {
            context: Some(Arc::new(context)),
            ..stage
        }))
    }

    pub(crate) fn stage(self) -> Result<Stage, Box<Failure>> {
        self.0
    }
}

/// The verb alone: URL, headers and body may hold secrets.
impl fmt::Debug for RequestParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.as_ref().map(|stage| &stage.method);
        f.debug_tuple("RequestParams").field(&shown).finish()
    }
}
