//! One method of a client, as the macro declares it: constants, nothing computed.

use std::any::Any;
use std::fmt;

use crate::endpoint::constant_text::is_same;
use crate::endpoint::erased::{ErasedPolicies, NoPolicies};
use crate::endpoint::reconnect::Reconnect;
use crate::endpoint::repeat::Repeat;
use crate::endpoint::static_header::StaticHeader;
use crate::status_set::StatusSet;

/// Makes the paging of a list, whose type only the client layer knows.
pub(crate) type ErasedPaging = fn() -> Box<dyn Any>;

/// One method of a client, as declared.
///
/// Every client has one constant per method, `GitHubClient::REPO`, and all of them in `ENDPOINTS`.
#[derive(Clone, Copy, Debug)]
pub struct Endpoint {
    pub(crate) declared: EndpointDeclaration,
    index: usize,
}

/// A method as the macro writes it. Fields that are not named are those of a GET without retries.
#[derive(Clone, Copy, Debug)]
pub struct EndpointDeclaration {
    /// The trait, `GitHub`.
    pub service: &'static str,
    /// The method, `repo`.
    pub name: &'static str,
    /// The HTTP verb, `GET`.
    pub verb: &'static str,
    /// The path templates: attempt *n* uses entry *n*, the last repeats.
    pub paths: &'static [&'static str],
    /// The sentence about it in its documentation.
    pub description: &'static str,
    /// The rule by which it may be repeated.
    pub repeat: Repeat,
    /// Its own policy, and that of its trait.
    pub policies: &'static dyn ErasedPolicies,
    /// The statuses that mean `None`.
    pub none_on: StatusSet,
    /// The statuses that mean success besides 2xx.
    pub ok_on: StatusSet,
    /// The data that ends a stream of events.
    pub end: Option<&'static str>,
    /// The circumstances in which a stream of events connects again.
    pub reconnect: Reconnect,
    /// The way in which its list goes on.
    // Only a stub asks for it. Its type belongs to the client layer, which this folder must not import.
    pub paging: Option<ErasedPaging>,
    /// The headers that are always sent.
    pub headers: &'static [StaticHeader],
    /// True if the credentials of the client are not sent with it.
    pub leaves_credentials_out: bool,
}

impl EndpointDeclaration {
    /// A declaration in which nothing is named.
    pub const NEW: Self = Self {
        service: "",
        name: "",
        verb: "GET",
        paths: &[],
        description: "",
        repeat: Repeat::Idempotent,
        policies: &NoPolicies,
        none_on: StatusSet::NONE,
        ok_on: StatusSet::NONE,
        end: None,
        reconnect: Reconnect::ByVerb,
        paging: None,
        headers: &[],
        leaves_credentials_out: false,
    };

    /// The endpoint.
    #[must_use]
    pub const fn endpoint(self) -> Endpoint {
        Endpoint {
            declared: self,
            // Unknown here: a service lists endpoints that exist already. `listed` finds it.
            index: 0,
        }
    }
}

/// An endpoint with its position among those of its service, by which a client finds the resolved one.
///
/// # Panics
///
/// If it is not one of them.
#[must_use]
pub const fn listed(mut endpoint: Endpoint, endpoints: &'static [&'static Endpoint]) -> Endpoint {
    // By name, as constants cannot compare addresses. The macro calls this in an inline const, so
    // the search runs while the user compiles, and a call finds its policy by index.
    let mut at = 0;
    while !endpoints[at].is(&endpoint) {
        at += 1;
    }
    endpoint.index = at;
    endpoint
}

impl Endpoint {
    /// The name in errors that arise before any method is called.
    pub(crate) const CLIENT: &'static Self = &Self::unlisted("build", "the client");

    /// An endpoint that belongs to no service, and only names something in errors.
    pub(crate) const fn unlisted(name: &'static str, verb: &'static str) -> Self {
        EndpointDeclaration {
            name,
            verb,
            ..EndpointDeclaration::NEW
        }
        .endpoint()
    }

    /// The trait it belongs to, `GitHub`.
    #[must_use]
    pub const fn service(&self) -> &'static str {
        self.declared.service
    }

    /// The method, `repo`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.declared.name
    }

    /// The HTTP verb, `GET`.
    #[must_use]
    pub const fn verb(&self) -> &'static str {
        self.declared.verb
    }

    /// The path template of the first attempt, `/repos/{owner}/{name}`; empty where an argument is the whole URL.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        match self.declared.paths {
            [first, ..] => first,
            [] => "",
        }
    }

    /// The path templates: attempt *n* uses entry *n*, the last repeats.
    #[must_use]
    pub const fn paths(&self) -> &'static [&'static str] {
        self.declared.paths
    }

    /// The rule by which it may be repeated, and the reason for it.
    #[must_use]
    pub const fn repeat(&self) -> Repeat {
        self.declared.repeat
    }

    /// Tells whether both are the same declaration. `RetryClient` has several endpoints of one name.
    pub(crate) const fn is(&self, other: &Self) -> bool {
        is_same(self.declared.name, other.declared.name)
            && is_same(self.declared.verb, other.declared.verb)
            && is_same(self.declared.service, other.declared.service)
    }

    pub(crate) fn is_client(&self) -> bool {
        self.declared.service.is_empty() && self.declared.name == Self::CLIENT.declared.name
    }

    /// The name in errors.
    pub(crate) const fn label(&self) -> Label {
        Label {
            verb: self.declared.verb,
            path: self.path(),
        }
    }

    pub(crate) const fn erased_policies(&self) -> &'static dyn ErasedPolicies {
        self.declared.policies
    }

    pub(crate) const fn position(&self) -> usize {
        self.index
    }

    #[cfg(feature = "sse")]
    pub(crate) const fn end_of_events(&self) -> Option<&'static str> {
        self.declared.end
    }

    /// Tells whether a stream of events connects again after a loss, or after its end.
    #[cfg(feature = "sse")]
    pub(crate) fn reconnects(&self, was_lost: bool) -> bool {
        self.declared
            .reconnect
            .is_wanted(self.declared.verb, was_lost)
    }

    pub(crate) const fn means_none(&self, status: u16) -> bool {
        self.declared.none_on.contains(status)
    }

    pub(crate) const fn means_success(&self, status: u16) -> bool {
        // RFC 9110, 15.3. `(200..=299).contains` is not a const function.
        200 <= status && status <= 299 || self.declared.ok_on.contains(status)
    }

    pub(crate) const fn leaves_credentials_out(&self) -> bool {
        self.declared.leaves_credentials_out
    }

    pub(crate) const fn static_headers(&self) -> &'static [StaticHeader] {
        self.declared.headers
    }
}

/// Shows the sentence about it in its documentation: `` `GET /repos/{owner}/{name}` — up to 4 attempts, … ``.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.declared.description {
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
