//! Default headers of every request.

use http::header::{ACCEPT, ACCEPT_ENCODING, RANGE, USER_AGENT};
use http::{HeaderMap, HeaderValue};

/// The headers that the transport adds to every request.
pub(crate) struct Defaults {
    pub(crate) accept_encoding: Option<HeaderValue>,
    pub(crate) user_agent: Option<HeaderValue>,
}

impl Defaults {
    /// Adds the headers that the request does not set itself.
    pub(crate) fn put(&self, headers: &mut HeaderMap) {
        headers
            .entry(ACCEPT)
            .or_insert(HeaderValue::from_static("*/*"));
        // A range counts the bytes of the coded body, so its response must not be coded.
        if let Some(value) = &self.accept_encoding
            && !headers.contains_key(RANGE)
        {
            headers
                .entry(ACCEPT_ENCODING)
                .or_insert_with(|| value.clone());
        }
        if let Some(value) = &self.user_agent {
            headers.entry(USER_AGENT).or_insert_with(|| value.clone());
        }
    }
}
