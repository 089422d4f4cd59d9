//! Headers that are put into every request.

use http::header::{ACCEPT, ACCEPT_ENCODING, RANGE, USER_AGENT};
use http::{HeaderMap, HeaderValue};

/// The defaults that the transport applies to every request.
pub(crate) struct Defaults {
    pub(crate) accept_encoding: Option<HeaderValue>,
    pub(crate) user_agent: Option<HeaderValue>,
}

impl Defaults {
    /// Puts in what a request has unless it says otherwise.
    pub(crate) fn put(&self, headers: &mut HeaderMap) {
        headers
            .entry(ACCEPT)
            .or_insert(HeaderValue::from_static("*/*"));
        // Bytes of a range are counted in what is sent.
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
