//! What the macro says about a service and its methods: constants, nothing computed.

use std::fmt;

use http::HeaderValue;
use http::header::InvalidHeaderValue;

use crate::endpoint::reconnect::Reconnect;
use crate::policy::Policy;
use crate::status_set::StatusSet;

/// One method of a client, as declared.
///
/// Every client has one constant per method, `GitHubClient::REPO`, and all of them in `ENDPOINTS`.
#[derive(Clone, Copy, Debug)]
pub struct Endpoint {
    service: &'static str,
    name: &'static str,
    verb: &'static str,
    paths: &'static [&'static str],
    index: usize,
    repeat: Repeat,
    inherited: Policy,
    own: Policy,
    none_on: StatusSet,
    ok_on: StatusSet,
    end: Option<&'static str>,
    reconnect: Reconnect,
    headers: &'static [StaticHeader],
    description: &'static str,
}

/// Whether a request may be sent again, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Repeat {
    /// The verb is idempotent ([RFC 9110, section 9.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2)).
    Idempotent,
    /// The author says so, with the reason: `#[idempotent("why")]`.
    Declared(&'static str),
    /// Every attempt of a call carries the same key in this header: `#[idempotency_key]`.
    Key(&'static str),
    /// Only after a failure that proves nothing happened, or one of these statuses.
    Unprocessed(StatusSet),
}

impl Endpoint {
    /// What errors name that come before any method.
    pub(crate) const CLIENT: &'static Self = &Self::declare("", "build", "the client", &[]);

    /// What the macro writes; settings not named are those of a GET without retries.
    #[doc(hidden)]
    #[must_use]
    pub const fn declare(
        service: &'static str,
        name: &'static str,
        verb: &'static str,
        paths: &'static [&'static str],
    ) -> Self {
        Self {
            service,
            name,
            verb,
            paths,
            index: 0,
            repeat: Repeat::Idempotent,
            inherited: Policy::inherited(),
            own: Policy::inherited(),
            none_on: StatusSet::NONE,
            ok_on: StatusSet::NONE,
            end: None,
            reconnect: Reconnect::ByVerb,
            headers: &[],
            description: "",
        }
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn described(mut self, description: &'static str) -> Self {
        self.description = description;
        self
    }

    /// Finds its place among the endpoints of its service, where what was resolved for it stands.
    ///
    /// # Panics
    ///
    /// If it is not among them.
    #[doc(hidden)]
    #[must_use]
    pub const fn listed(mut self, endpoints: &'static [&'static Self]) -> Self {
        let mut at = 0;
        while !endpoints[at].is(&self) {
            at += 1;
        }
        self.index = at;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn repeat_when(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }

    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn inherit(mut self, policy: Policy) -> Self {
        self.inherited = policy;
        let _ = self.policy().checked();
        self
    }

    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn own(mut self, policy: Policy) -> Self {
        self.own = policy;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn none_on(mut self, statuses: StatusSet) -> Self {
        self.none_on = statuses;
        self
    }

    /// The data that ends a stream of events.
    #[doc(hidden)]
    #[must_use]
    pub const fn end(mut self, data: &'static str) -> Self {
        self.end = Some(data);
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn reconnect(mut self, reconnect: Reconnect) -> Self {
        self.reconnect = reconnect;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn ok_on(mut self, statuses: StatusSet) -> Self {
        self.ok_on = statuses;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn headers(mut self, headers: &'static [StaticHeader]) -> Self {
        self.headers = headers;
        self
    }

    /// The trait it belongs to, `GitHub`.
    #[must_use]
    pub const fn service(&self) -> &'static str {
        self.service
    }

    /// The method, `repo`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The HTTP verb, `GET`.
    #[must_use]
    pub const fn verb(&self) -> &'static str {
        self.verb
    }

    /// The path template of the first attempt, `/repos/{owner}/{name}`; empty where an argument is the whole URL.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        match self.paths {
            [first, ..] => first,
            [] => "",
        }
    }

    /// The path templates: attempt *n* uses entry *n*, the last repeats.
    #[must_use]
    pub const fn paths(&self) -> &'static [&'static str] {
        self.paths
    }

    /// Whether it may be repeated, and why.
    #[must_use]
    pub const fn repeat(&self) -> Repeat {
        self.repeat
    }

    /// The policy as declared: the method's over the trait's.
    #[must_use]
    pub const fn policy(&self) -> Policy {
        self.own.over(self.inherited)
    }

    /// Whether both are the same declaration. `RetryClient` has several endpoints of one name.
    pub(crate) const fn is(&self, other: &Self) -> bool {
        is_same(self.name, other.name)
            && is_same(self.verb, other.verb)
            && is_same(self.service, other.service)
    }

    pub(crate) fn is_client(&self) -> bool {
        self.service.is_empty() && self.name == Self::CLIENT.name
    }

    /// What names it in errors.
    pub(crate) const fn label(&self) -> Label {
        Label {
            verb: self.verb,
            path: self.path(),
        }
    }

    pub(crate) const fn own_policy(&self) -> Policy {
        self.own
    }

    pub(crate) const fn position(&self) -> usize {
        self.index
    }

    #[cfg(feature = "sse")]
    pub(crate) const fn end_of_events(&self) -> Option<&'static str> {
        self.end
    }

    /// Tells whether a stream of events connects again after a loss, or after its end.
    #[cfg(feature = "sse")]
    pub(crate) fn reconnects(&self, was_lost: bool) -> bool {
        self.reconnect.is_wanted(self.verb, was_lost)
    }

    pub(crate) const fn means_none(&self, status: u16) -> bool {
        self.none_on.contains(status)
    }

    pub(crate) const fn means_success(&self, status: u16) -> bool {
        200 <= status && status <= 299 || self.ok_on.contains(status)
    }

    pub(crate) const fn static_headers(&self) -> &'static [StaticHeader] {
        self.headers
    }
}

/// What its docs say: `` `GET /repos/{owner}/{name}` — up to 4 attempts, … ``.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.description {
            "" => self.label().fmt(f),
            description => f.write_str(description),
        }
    }
}

/// Verb and path template, `GET /repos/{owner}/{name}`.
pub(crate) struct Label {
    verb: &'static str,
    path: &'static str,
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path {
            "" => f.write_str(self.verb),
            path => write!(f, "{} {path}", self.verb),
        }
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One client trait, as declared.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    pub(crate) name: &'static str,
    pub(crate) endpoints: &'static [&'static Endpoint],
    pub(crate) base_urls: &'static [&'static str],
    pub(crate) headers: &'static [StaticHeader],
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
}

/// Stops the build where a text is no base URL.
///
/// # Panics
///
/// If it is not absolute http(s), or has userinfo, query or fragment.
#[track_caller]
pub const fn check_base_url(url: &str) {
    let url = url.as_bytes();
    assert!(
        starts_with(url, b"http://") || starts_with(url, b"https://"),
        "a base URL is absolute: it starts with `http://` or `https://`"
    );
    let mut at = 0;
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

const fn is_same(left: &str, right: &str) -> bool {
    left.len() == right.len() && starts_with(left.as_bytes(), right.as_bytes())
}

const fn starts_with(text: &[u8], prefix: &[u8]) -> bool {
    match text.split_at_checked(prefix.len()) {
        Some((start, _)) => {
            let mut at = 0;
            while at < prefix.len() {
                if start[at] != prefix[at] {
                    return false;
                }
                at += 1;
            }
            true
        }
        None => false,
    }
}

/// A header written in a declaration. Its value is made once, when the client is built.
#[derive(Clone, Copy, Debug)]
pub struct StaticHeader {
    pub(crate) name: &'static str,
    value: StaticValue,
}

#[derive(Clone, Copy, Debug)]
enum StaticValue {
    Literal(&'static str),
    Made(fn() -> Result<HeaderValue, InvalidHeaderValue>),
}

impl StaticHeader {
    /// A header and how its value is made.
    #[must_use]
    pub const fn new(
        name: &'static str,
        value: fn() -> Result<HeaderValue, InvalidHeaderValue>,
    ) -> Self {
        Self {
            name,
            value: StaticValue::Made(value),
        }
    }

    /// A header whose value is a literal.
    #[must_use]
    pub const fn literal(name: &'static str, value: &'static str) -> Self {
        Self {
            name,
            value: StaticValue::Literal(value),
        }
    }

    pub(crate) fn value(&self) -> Result<HeaderValue, InvalidHeaderValue> {
        match self.value {
            StaticValue::Literal(text) => HeaderValue::from_str(text),
            StaticValue::Made(make) => make(),
        }
    }
}
