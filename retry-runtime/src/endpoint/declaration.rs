//! One method of a client, as the macro declares it: constants, nothing computed.

use std::any::Any;
use std::fmt;

use crate::endpoint::constant_text::is_same;
use crate::endpoint::erased::{ErasedPolicies, NoPolicies};
use crate::endpoint::reconnect::Reconnect;
use crate::endpoint::repeat::Repeat;
use crate::endpoint::static_header::StaticHeader;
use crate::status_set::StatusSet;

/// Makes a description of how a list goes on. What that is, is known above only.
pub(crate) type ErasedPaging = fn() -> Box<dyn Any>;

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
    policies: &'static dyn ErasedPolicies,
    none_on: StatusSet,
    ok_on: StatusSet,
    end: Option<&'static str>,
    reconnect: Reconnect,
    // Only a stub asks for it. Its type is of the client, which this folder may not know.
    paging: Option<ErasedPaging>,
    headers: &'static [StaticHeader],
    /// The credentials of its client are not sent with it.
    leaves_credentials_out: bool,
    description: &'static str,
}

impl Endpoint {
    /// The name in errors that come before any method.
    pub(crate) const CLIENT: &'static Self = &Self::declare("", "build", "the client", &[]);

    /// A declaration as the macro begins it; settings not named are those of a GET without retries.
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
            policies: &NoPolicies,
            none_on: StatusSet::NONE,
            ok_on: StatusSet::NONE,
            end: None,
            reconnect: Reconnect::ByVerb,
            paging: None,
            headers: &[],
            leaves_credentials_out: false,
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
        // By name, as constants cannot compare addresses. The macro calls this in an inline const,
        // so the search runs while the user compiles, and a call finds its policy by index.
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
    pub const fn policies(mut self, policies: &'static dyn ErasedPolicies) -> Self {
        self.policies = policies;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn none_on(mut self, statuses: StatusSet) -> Self {
        self.none_on = statuses;
        self
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn without_credentials(mut self) -> Self {
        self.leaves_credentials_out = true;
        self
    }

    /// The data that ends a stream of events.
    #[doc(hidden)]
    #[must_use]
    pub const fn end(mut self, data: &'static str) -> Self {
        self.end = Some(data);
        self
    }

    /// Says how the list of this method goes on.
    #[doc(hidden)]
    #[must_use]
    pub const fn paging_by(mut self, paging: fn() -> Box<dyn Any>) -> Self {
        self.paging = Some(paging);
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

    /// The rule by which it may be repeated, and the reason for it.
    #[must_use]
    pub const fn repeat(&self) -> Repeat {
        self.repeat
    }

    /// Tells if both are the same declaration. `RetryClient` has several endpoints of one name.
    pub(crate) const fn is(&self, other: &Self) -> bool {
        is_same(self.name, other.name)
            && is_same(self.verb, other.verb)
            && is_same(self.service, other.service)
    }

    pub(crate) fn is_client(&self) -> bool {
        self.service.is_empty() && self.name == Self::CLIENT.name
    }

    /// The name in errors.
    pub(crate) const fn label(&self) -> Label {
        Label {
            verb: self.verb,
            path: self.path(),
        }
    }

    pub(crate) const fn erased_policies(&self) -> &'static dyn ErasedPolicies {
        self.policies
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
        // RFC 9110, 15.3. `(200..=299).contains` is no const function.
        200 <= status && status <= 299 || self.ok_on.contains(status)
    }

    /// The way in which the list of this method goes on, for a test that scripts its pages.
    #[doc(hidden)]
    #[must_use]
    pub fn paging(&self) -> Option<Box<dyn Any>> {
        self.paging.map(|paging| paging())
    }

    pub(crate) const fn leaves_credentials_out(&self) -> bool {
        self.leaves_credentials_out
    }

    pub(crate) const fn static_headers(&self) -> &'static [StaticHeader] {
        self.headers
    }
}

/// Shows the sentence of its documentation: `` `GET /repos/{owner}/{name}` — up to 4 attempts, … ``.
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
