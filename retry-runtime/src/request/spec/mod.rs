//! Everything that a call sends: made from its arguments once (`fill`), and turned into a new request for
//! each attempt (`request`).
//!
//! A request is built for each attempt and not cloned, because attempts differ (path, base URL, attempt
//! header) and most calls need only one. It costs a copy of the headers and of the base URL; path and
//! query were encoded when the method was called.
//!
//! A call that sleeps keeps its spec on the heap, so what few calls have is behind one box (`extras`).
//! Nothing here changes once the first attempt has begun, except by a redirect. So a repeated attempt
//! sends what the first one sent.

mod extras;
mod fill;
mod request;

use std::fmt::Display;
use std::mem;
use std::sync::Arc;

use http::{HeaderName, HeaderValue, Method};

use crate::body::{FormPart, RequestBody};
use crate::endpoint::{Endpoint, Repeat};
use crate::error::Failure;
use crate::policy::Policy;
use crate::policy::hooks::Context;
use crate::request::accept::Accept;
use crate::request::resolved::ResolvedEndpoint;
use crate::request::spec::extras::Extras;
use crate::request::target::{RequestVariant, Target};
use crate::status_set::StatusSet;

/// A call, ready to be sent.
pub(crate) struct CallSpec {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) resolved: Arc<ResolvedEndpoint>,
    /// The media type that is asked for.
    pub(crate) accept: &'static Accept,
    /// The verb of a request made at run time. Boxed, as declared calls have none: a sleeping call stays small.
    pub(crate) method: Option<Box<Method>>,
    pub(crate) target: Target,
    pub(crate) query: String,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: RequestBody,
    pub(crate) policy: Option<Box<Policy>>,
    /// Boxed, so that calls without extras stay small: a sleeping call is on the heap.
    extras: Option<Box<Extras>>,
}

impl CallSpec {
    pub(crate) fn new(resolved: Arc<ResolvedEndpoint>, target: Target) -> Self {
        Self {
            policy: None,
            endpoint: resolved.endpoint,
            resolved,
            accept: &Accept::Any,
            method: None,
            target,
            query: String::new(),
            headers: Vec::new(),
            body: RequestBody::default(),
            extras: None,
        }
    }

    /// A copy, for another call of the same method. A body that can be sent only once is shared by both.
    pub(crate) fn again(&self) -> Self {
        Self {
            endpoint: self.endpoint,
            resolved: Arc::clone(&self.resolved),
            accept: self.accept,
            method: self.method.clone(),
            target: self.target.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            body: self.body.clone(),
            policy: self.policy.clone(),
            extras: self.extras.as_ref().map(|extras| Box::new(extras.again())),
        }
    }

    /// The extras of this call, or those of a call without any.
    pub(crate) fn extras(&self) -> &Extras {
        self.extras.as_deref().unwrap_or(&extras::NONE)
    }

    pub(crate) fn extras_mut(&mut self) -> &mut Extras {
        self.extras.get_or_insert_with(|| Box::new(Extras::new()))
    }

    /// Records that something cannot be sent. The first error counts.
    pub(crate) fn reject(&mut self, error: Box<Failure>) {
        self.extras_mut().error.get_or_insert(error);
    }

    /// The value of a result. An error is recorded.
    pub(crate) fn checked<T>(&mut self, result: Result<T, Box<Failure>>) -> Option<T> {
        result.map_err(|error| self.reject(error)).ok()
    }

    /// The reason why the call cannot be sent, if there is one.
    pub(crate) fn take_error(&mut self) -> Option<Box<Failure>> {
        self.extras.as_mut()?.error.take()
    }

    /// The parts of a multipart body, which are assembled once.
    pub(crate) fn take_parts(&mut self) -> Vec<FormPart> {
        let extras = self.extras.as_mut();
        extras.map_or_else(Vec::new, |extras| mem::take(&mut extras.parts))
    }

    /// Records that an argument cannot be sent.
    pub(crate) fn reject_argument(&mut self, argument: &str, why: impl Display) {
        self.reject(Failure::build(format!("argument `{argument}` {why}")));
    }

    /// The policy in force: this call's, or the client's for the method.
    pub(crate) fn policy(&self) -> &Policy {
        match &self.policy {
            Some(policy) => policy,
            None => &self.resolved.policy,
        }
    }

    /// The policy without settings from outside the code.
    fn code_policy(&self) -> &Policy {
        let own = self.extras().code_policy.as_deref();
        own.unwrap_or_else(|| self.policy())
    }

    /// Changes the policy in force for this call alone.
    pub(crate) fn change_policy(&mut self, change: impl FnOnce(Policy) -> Policy) {
        self.policy = Some(Box::new(change(*self.policy())));
        self.extras_mut().has_own_policy = true;
    }

    /// Merges a policy of the caller's over the one in force.
    #[cold]
    pub(crate) fn merge_policy(&mut self, policy: Policy) {
        self.change_policy(|in_force| policy.merged_over(in_force));
        if let Some(code) = &mut self.extras_mut().code_policy {
            **code = policy.merged_over(**code);
        }
    }

    /// The rule by which attempt `number` may be repeated: the declared one, or that of its verb.
    pub(crate) fn repeat(&self, number: u32) -> Repeat {
        const ASKED_TO_WAIT: StatusSet = StatusSet::of(&[429]);
        match (self.extras().reason, self.run_time_method(number)) {
            (Some(reason), _) => reason,
            (None, None) => self.endpoint.repeat(),
            (None, Some(method)) if method.is_idempotent() => Repeat::Idempotent,
            // Settings only narrow what the code allows, so the code's own policy decides.
            (None, Some(_)) if self.code_policy().is_unprocessed_only() => {
                Repeat::Unprocessed(self.code_policy().statuses.unwrap_or(StatusSet::NONE))
            }
            (None, Some(_)) => Repeat::Unprocessed(ASKED_TO_WAIT),
        }
    }

    /// Tells if the body is gone once it has been sent.
    pub(crate) fn is_one_shot(&self) -> bool {
        match &self.target {
            Target::Requests(variants) => variants.iter().any(|variant| variant.body.is_one_shot()),
            _ => self.body.is_one_shot(),
        }
    }

    /// The place of an entry of the list.
    pub(crate) fn place(&self, entry: u32) -> u32 {
        self.target.place(entry, &self.resolved.base_urls)
    }

    /// The context by which hooks and observers recognise attempt `number`.
    pub(crate) fn context(&self, number: u32) -> Option<&Context> {
        let own = self
            .target
            .variant(number)
            .and_then(|variant| variant.context.as_ref());
        own.or(self.extras().context.as_ref())
    }

    /// Tells if an idempotency key is declared and the caller gave none.
    pub(crate) fn lacks_key(&self) -> bool {
        let given = |name| self.headers.iter().any(|(header, _)| *header == name);
        self.extras().key.is_none() && self.key_name().is_some_and(|name| !given(name))
    }

    fn key_name(&self) -> Option<&'static str> {
        let reason = self.extras().reason;
        match reason.unwrap_or_else(|| self.endpoint.repeat()) {
            Repeat::Key(name) => Some(name),
            _ => None,
        }
    }

    /// Tells whether the call or the method of attempt `number` sets a header.
    pub(crate) fn sets_header(&self, number: u32, name: &HeaderName) -> bool {
        let mut given = self.given_headers(self.target.variant(number));
        given.any(|given| given == name)
            || self.resolved.headers.other_origin.contains_key(name)
            || self.resolved.attempt_header.as_ref() == Some(name)
    }

    /// The names of the headers that the call sets itself.
    fn given_headers<'a>(
        &'a self,
        variant: Option<&'a RequestVariant>,
    ) -> impl Iterator<Item = &'a HeaderName> {
        let own = variant.map_or(&[][..], |variant| &variant.headers);
        own.iter().chain(&self.headers).map(|(name, _)| name)
    }

    fn run_time_method(&self, number: u32) -> Option<&Method> {
        let variant = self.target.variant(number).map(|variant| &variant.method);
        variant.or(self.method.as_deref())
    }
}
