//! A client trait as declared, and the rules for its base URLs.

use crate::endpoint::constant_text::starts_with;
use crate::endpoint::declaration::Endpoint;
use crate::endpoint::static_header::StaticHeader;

/// One client trait, as declared.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    pub(crate) name: &'static str,
    pub(crate) endpoints: &'static [&'static Endpoint],
    pub(crate) base_urls: &'static [&'static str],
    pub(crate) headers: &'static [StaticHeader],
    /// Carries the time that a call has left.
    pub(crate) deadline_header: Option<&'static str>,
}

impl Service {
    /// The place of an endpoint among those of this service.
    pub(crate) fn position(&self, endpoint: &Endpoint) -> Option<usize> {
        self.endpoints.iter().position(|listed| listed.is(endpoint))
    }

    /// A service without base URL and headers.
    #[must_use]
    pub const fn new(name: &'static str, endpoints: &'static [&'static Endpoint]) -> Self {
        Self {
            name,
            endpoints,
            base_urls: &[],
            headers: &[],
            deadline_header: None,
        }
    }

    /// Sets the base URLs: attempt *n* goes to entry *n*, the last repeats.
    ///
    /// # Panics
    ///
    /// If one is not absolute http(s), or has userinfo, query or fragment.
    #[must_use]
    #[track_caller]
    pub const fn base_urls(mut self, urls: &'static [&'static str]) -> Self {
        let mut at = 0;
        while at < urls.len() {
            check_base_url(urls[at]);
            at += 1;
        }
        self.base_urls = urls;
        self
    }

    /// Sets the headers of every request.
    #[must_use]
    pub const fn headers(mut self, headers: &'static [StaticHeader]) -> Self {
        self.headers = headers;
        self
    }

    /// Sets the header that carries the time that a call has left.
    #[must_use]
    pub const fn deadline_header(mut self, name: &'static str) -> Self {
        self.deadline_header = Some(name);
        self
    }
}

/// Fails the build if a text cannot be a base URL.
///
/// # Panics
///
/// If it is not absolute http(s), or has userinfo, query or fragment.
#[track_caller]
pub const fn check_base_url(url: &str) {
    let url = url.as_bytes();
    assert!(
        // Only the mistakes that are easy to find. The rest (ports, dot segments, a missing host) takes a URL
        // parser, which constants do not have, so it is found when the client is built.
        starts_with(url, b"http://") || starts_with(url, b"https://"),
        "a base URL is absolute: it starts with `http://` or `https://`"
    );
    let mut at = 0;
    // Bytes and not characters: the characters in question are ASCII, and no byte of another character is.
    while at < url.len() {
        assert!(url[at] != b'?', "a base URL has no query");
        assert!(url[at] != b'#', "a base URL has no fragment");
        assert!(
            url[at] != b'@',
            "a base URL cannot contain userinfo; use `.bearer(…)` or a header"
        );
        at += 1;
    }
}
