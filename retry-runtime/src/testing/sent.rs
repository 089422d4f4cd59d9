//! Requests that were sent.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method};
use reqwest::{Request, Url};
use serde::de::DeserializeOwned;

/// A request that a [`Stub`](super::Stub) received. It lacks the headers that only a socket needs, such as `host` and
/// `content-length`.
#[derive(Clone, Debug)]
pub struct Sent {
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Bytes,
    at: Duration,
}

impl Sent {
    pub(crate) fn new(request: &Request, body: Bytes, at: Duration) -> Self {
        Self {
            method: request.method().clone(),
            url: request.url().clone(),
            headers: request.headers().clone(),
            body,
            at,
        }
    }

    /// The verb.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The whole URL.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The path as it was sent, with that of the base URL.
    #[must_use]
    pub fn path(&self) -> &str {
        self.url.path()
    }

    /// The values of a query parameter, decoded, in order.
    #[must_use]
    pub fn query(&self, name: &str) -> Vec<String> {
        let pairs = self.url.query_pairs().filter(|(named, _)| named == name);
        pairs.map(|(_, value)| value.into_owned()).collect()
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The first value of a header.
    ///
    /// # Panics
    ///
    /// If it is not visible ASCII.
    #[must_use]
    #[track_caller]
    pub fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name)?.to_str();
        Some(value.unwrap_or_else(|_| panic!("the header `{name}` is not text")))
    }

    /// The body; empty if there was none.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as text.
    ///
    /// # Panics
    ///
    /// If it is not UTF-8.
    #[must_use]
    #[track_caller]
    pub fn text(&self) -> &str {
        self.decoded("UTF-8", std::str::from_utf8(&self.body))
    }

    /// The body, read as JSON: `sent.json::<serde_json::Value>()`.
    ///
    /// # Panics
    ///
    /// If it is not JSON of that shape.
    #[must_use]
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        self.decoded("JSON", serde_json::from_slice(&self.body))
    }

    /// The body, read as a form: `sent.form::<Vec<(String, String)>>()`.
    ///
    /// # Panics
    ///
    /// If it is not a form of that shape.
    #[must_use]
    #[track_caller]
    pub fn form<T: DeserializeOwned>(&self) -> T {
        self.decoded("a form", serde_html_form::from_bytes(&self.body))
    }

    /// The time at which it was sent, in virtual time since the stub was made. If the stub was made outside of a
    /// runtime, the time is counted from the first request.
    #[must_use]
    pub fn at(&self) -> Duration {
        self.at
    }

    #[track_caller]
    fn decoded<T, E: std::error::Error>(&self, what: &str, read: Result<T, E>) -> T {
        read.unwrap_or_else(|error| {
            let (method, path) = (&self.method, self.path());
            panic!("the body of `{method} {path}` is not {what} as expected: {error}")
        })
    }
}
