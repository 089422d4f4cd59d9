//! Everything a call sends: made of its arguments once, turned into a request anew for each attempt.
//!
//! A request is built per attempt and not cloned, because attempts differ (path, base URL, attempt
//! header) and most calls need one only. It costs a copy of the headers and of the base URL; paths
//! and query were encoded when the method was called.

use std::fmt::Display;
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use reqwest::{Body, Request};
use serde::Serialize;
use tokio::time::Instant;

use crate::body::{
    Counted, FormPart, Progress, RequestBody, announce_emptiness, has_empty_content,
};
use crate::endpoint::{Endpoint, Repeat};
use crate::error::{BoxError, Failure};
use crate::policy::Policy;
use crate::policy::hooks::Context;
use crate::request::accept::{Accept, ask_for_identity};
use crate::request::base_url::{missing_pairs, with_query};
use crate::request::fields::{Nesting, nested, pairs};
use crate::request::framing::is_left_out;
use crate::request::header::is_secret;
use crate::request::path::push_value_encoded;
use crate::request::resolved::{Headers, ResolvedEndpoint};
use crate::request::target::{RequestVariant, Target};
use crate::status_set::StatusSet;

/// A call, ready to be sent.
pub(crate) struct CallSpec {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) resolved: Arc<ResolvedEndpoint>,
    /// The media type that is asked for.
    pub(crate) accept: &'static Accept,
    /// The verb of a request made at run time. Boxed, as declared calls have none, and sleep with its room.
    pub(crate) method: Option<Box<Method>>,
    pub(crate) target: Target,
    pub(crate) query: String,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: RequestBody,
    pub(crate) policy: Option<Box<Policy>>,
    /// Boxed, so that calls without extras stay small: a call asleep is kept on the heap.
    extras: Option<Box<Extras>>,
}

/// Parts that few calls have.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing of its own about the request"
)]
pub(crate) struct Extras {
    /// The first error while encoding; the call ends with it before anything is sent. Methods
    /// return calls and no results, so there is no earlier place for it.
    error: Option<Box<Failure>>,
    /// The parts of a multipart body, until it is assembled.
    pub(crate) parts: Vec<FormPart>,
    /// The reason why a request made at run time may be repeated, if one was given.
    pub(crate) reason: Option<Repeat>,
    pub(crate) key: Option<HeaderValue>,
    pub(crate) context: Option<Context>,
    /// The policy that the code has, if settings stand over it.
    pub(crate) code_policy: Option<Box<Policy>>,
    /// Is told how much of the body has been taken.
    pub(crate) progress: Option<Progress>,
    /// Turns of weighed rate limits that each attempt takes.
    pub(crate) cost: Option<u32>,
    /// The least that the server wants to be waited for before each retry.
    pub(crate) least_delay: Option<Duration>,
    /// The end of a call that came in from outside.
    pub(crate) deadline: Option<Instant>,
    /// The `timeout` covers a body that is handed out unread.
    pub(crate) timeout_covers_body: bool,
    /// Set if the rest of a body is asked for: a 416 then means that it is complete.
    pub(crate) asks_for_rest: bool,
    /// Set if the body is an `Option` that is `None`: what is declared about a body is not sent.
    pub(crate) omits_body: bool,
    /// The caller has changed the policy for this call.
    has_own_policy: bool,
}

impl Extras {
    /// A copy, which begins without an error. The parts of a body are not in it, as they have been assembled.
    fn again(&self) -> Self {
        Self {
            error: None,
            parts: Vec::new(),
            reason: self.reason,
            key: self.key.clone(),
            context: self.context.clone(),
            code_policy: self.code_policy.clone(),
            progress: self.progress.clone(),
            cost: self.cost,
            least_delay: self.least_delay,
            deadline: self.deadline,
            timeout_covers_body: self.timeout_covers_body,
            asks_for_rest: self.asks_for_rest,
            omits_body: self.omits_body,
            has_own_policy: self.has_own_policy,
        }
    }
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

    pub(crate) fn extras(&mut self) -> &mut Extras {
        self.extras.get_or_insert_default()
    }

    fn extra<T>(&self, part: impl FnOnce(&Extras) -> Option<&T>) -> Option<&T> {
        self.extras.as_deref().and_then(part)
    }

    /// Adds the fields of a struct or the entries of a map to the query.
    pub(crate) fn push_query<T: Serialize + ?Sized>(
        &mut self,
        fields: &T,
        nesting: Nesting,
    ) -> Result<(), BoxError> {
        match nesting {
            Nesting::Flat => {
                for (name, text) in pairs(fields, "write `#[query(flatten, nested)]`")? {
                    self.push_name(&name);
                    self.query.push('=');
                    push_value_encoded(&mut self.query, &text)?;
                }
            }
            Nesting::Brackets => {
                let pairs = nested(fields)?;
                if !pairs.is_empty() {
                    self.separate_query();
                    // In a query a space may be `%20` everywhere, and `+` only where forms are
                    // understood; a literal `+` is `%2B` by now.
                    self.query.push_str(&pairs.replace('+', "%20"));
                }
            }
        }
        Ok(())
    }

    /// Begins a further pair of the query.
    pub(crate) fn push_name(&mut self, name: &str) {
        self.separate_query();
        // Writing to a `String` cannot fail, and a `str` writes itself.
        let _ = push_value_encoded(&mut self.query, &name);
    }

    /// Adds a map of headers, without those that are the client's own.
    pub(crate) fn push_map(&mut self, map: &HeaderMap) {
        let is_passed_on = |(name, _): &(&HeaderName, _)| !is_left_out(name, map);
        for (name, value) in map.iter().filter(is_passed_on) {
            let mut value = value.clone();
            if is_secret(name) {
                value.set_sensitive(true);
            }
            self.headers.push((name.clone(), value));
        }
    }

    /// Makes the query ready for a further pair.
    fn separate_query(&mut self) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
    }

    /// Records that something cannot be sent. The first error counts.
    pub(crate) fn reject(&mut self, error: Box<Failure>) {
        self.extras().error.get_or_insert(error);
    }

    /// The reason why it cannot be sent, if there is one.
    pub(crate) fn take_error(&mut self) -> Option<Box<Failure>> {
        self.extras.as_mut()?.error.take()
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
        let own = self.extra(|extras| extras.code_policy.as_deref());
        own.unwrap_or_else(|| self.policy())
    }

    /// Changes the policy in force for this call alone.
    pub(crate) fn change_policy(&mut self, change: impl FnOnce(Policy) -> Policy) {
        self.policy = Some(Box::new(change(*self.policy())));
        self.extras().has_own_policy = true;
    }

    /// Puts a policy of the caller's over the one in force.
    #[cold]
    pub(crate) fn merge_policy(&mut self, policy: Policy) {
        self.change_policy(|in_force| policy.merged_over(in_force));
        if let Some(code) = self
            .extras
            .as_mut()
            .and_then(|extras| extras.code_policy.as_mut())
        {
            **code = policy.merged_over(**code);
        }
    }

    /// The rule by which attempt `number` may be repeated: the declared one, or that of the verb it was
    /// sent with.
    pub(crate) fn repeat(&self, number: u32) -> Repeat {
        const ASKED_TO_WAIT: StatusSet = StatusSet::of(&[429]);
        match (self.reason(), self.run_time_method(number)) {
            (Some(reason), _) => reason,
            (None, None) => self.endpoint.repeat(),
            (None, Some(method)) if method.is_idempotent() => Repeat::Idempotent,
            // Settings narrow what the code allows, so the code's own policy is asked.
            (None, Some(_)) if self.code_policy().is_unprocessed_only() => {
                Repeat::Unprocessed(self.code_policy().listed_statuses())
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

    /// The place that an entry of the list is at.
    pub(crate) fn place(&self, entry: u32) -> u32 {
        self.target.place(entry, &self.resolved.base_urls)
    }

    /// The context that hooks and observers know attempt `number` by.
    pub(crate) fn context(&self, number: u32) -> Option<&Context> {
        let own = self
            .target
            .variant(number)
            .and_then(|variant| variant.context.as_ref());
        own.or(self.extra(|extras| extras.context.as_ref()))
    }

    /// The parts of a multipart body, which are assembled once.
    pub(crate) fn take_parts(&mut self) -> Vec<FormPart> {
        let extras = self.extras.as_mut();
        extras
            .map(|extras| mem::take(&mut extras.parts))
            .unwrap_or_default()
    }

    pub(crate) fn least_delay(&self) -> Option<Duration> {
        self.extra(|extras| extras.least_delay.as_ref()).copied()
    }

    pub(crate) fn cost(&self) -> Option<u32> {
        self.extra(|extras| extras.cost.as_ref()).copied()
    }

    pub(crate) fn asks_for_rest(&self) -> bool {
        self.extras
            .as_ref()
            .is_some_and(|extras| extras.asks_for_rest)
    }

    pub(crate) fn has_own_policy(&self) -> bool {
        let extras = self.extras.as_ref();
        extras.is_some_and(|extras| extras.has_own_policy)
    }

    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.extra(|extras| extras.deadline.as_ref()).copied()
    }

    pub(crate) fn timeout_covers_body(&self) -> bool {
        let extras = self.extras.as_ref();
        extras.is_some_and(|extras| extras.timeout_covers_body)
    }

    fn reason(&self) -> Option<Repeat> {
        self.extra(|extras| extras.reason.as_ref()).copied()
    }

    fn key(&self) -> Option<&HeaderValue> {
        self.extra(|extras| extras.key.as_ref())
    }

    /// Tells if an idempotency key is declared and the caller gave none.
    pub(crate) fn lacks_key(&self) -> bool {
        let given = |name| self.headers.iter().any(|(header, _)| *header == name);
        self.key().is_none() && self.key_name().is_some_and(|name| !given(name))
    }

    fn key_name(&self) -> Option<&'static str> {
        match self.reason().unwrap_or_else(|| self.endpoint.repeat()) {
            Repeat::Key(name) => Some(name),
            _ => None,
        }
    }

    /// Tells whether attempt `number` sets a header of a name itself: its call does, or its method.
    pub(crate) fn sets_header(&self, number: u32, name: &HeaderName) -> bool {
        let variant = self.target.variant(number);
        let own = variant.map_or(&[][..], |variant| &variant.headers);
        let mut given = own.iter().chain(&self.headers);
        given.any(|(given, _)| given == name)
            || self.resolved.headers.other_origin.contains_key(name)
            || self.resolved.attempt_header.as_ref() == Some(name)
    }

    fn run_time_method(&self, number: u32) -> Option<&Method> {
        let variant = self.target.variant(number).map(|variant| &variant.method);
        variant.or(self.method.as_deref())
    }

    /// The request of attempt `number`, counted from 1, to the entry of a list that attempt `place`
    /// goes to.
    pub(crate) fn request(&self, place: u32, number: u32) -> Result<Request, Box<Failure>> {
        let resolved = &*self.resolved;
        let method = self.run_time_method(place).unwrap_or(&resolved.method);
        let mut url = self
            .target
            .url(place, &self.resolved.base_urls, &self.query)?;
        let variant = self.target.variant(place);
        // Judged by the finished URL, and anew for each attempt: a list of URLs may leave and come
        // back.
        let same_origin = self.target.is_same_origin(&url, &resolved.base_urls);
        if same_origin && !resolved.query.is_empty() {
            // The call's own pairs go before those of the client, as its headers do.
            let missing = missing_pairs(&resolved.query, url.query().unwrap_or_default());
            url = with_query(url, &missing);
        }
        let mut headers =
            self.all_headers((place, number), same_origin, &resolved.headers, variant);
        let body = self.body(variant, &mut headers)?;
        let mut request = Request::new(method.clone(), url);
        *request.headers_mut() = headers;
        *request.body_mut() = body;
        Ok(request)
    }

    /// The same with a path for its URI, if that can be had without a URL.
    // The happy path of the built transport. Parsed from text, a URL takes 4,600 instructions and
    // more, beside 2,900 for everything else that this crate does for a call; and it would be taken
    // apart again for the connection.
    pub(crate) fn lean_request(
        &self,
        place: u32,
        number: u32,
    ) -> Result<Option<http::Request<Body>>, Box<Failure>> {
        let resolved = &*self.resolved;
        if !resolved.query.is_empty() {
            return Ok(None);
        }
        let Some(path) = self.target.path_and_query(place, &self.query) else {
            return Ok(None);
        };
        let method = self.run_time_method(place).unwrap_or(&resolved.method);
        let mut headers = self.all_headers((place, number), true, &resolved.headers, None);
        let body = self.body(None, &mut headers)?;
        if has_empty_content(method, body.as_ref()) {
            announce_emptiness(&mut headers);
        }
        let mut request = http::Request::new(body.unwrap_or_default());
        *request.method_mut() = method.clone();
        *request.uri_mut() = Uri::from(path);
        *request.headers_mut() = headers;
        Ok(Some(request))
    }

    /// The body of an attempt, made anew.
    fn body(
        &self,
        variant: Option<&RequestVariant>,
        headers: &mut HeaderMap,
    ) -> Result<Option<Body>, Box<Failure>> {
        if self.extras.as_ref().is_some_and(|extras| extras.omits_body) {
            headers.remove(CONTENT_TYPE);
            headers.remove(CONTENT_ENCODING);
        }
        let body = variant
            .map_or(&self.body, |variant| &variant.body)
            .send(headers)?;
        let progress = self.extra(|extras| extras.progress.as_ref());
        Ok(match progress {
            Some(progress) => body.map(|body| Counted::body(body, Arc::clone(progress))),
            None => body,
        })
    }

    /// The headers of the client, over them those of the method, over them those of the call.
    fn all_headers(
        &self,
        (place, number): (u32, u32),
        same_origin: bool,
        declared: &Headers,
        variant: Option<&RequestVariant>,
    ) -> HeaderMap {
        let mut all = if same_origin {
            declared.same_origin.clone()
        } else {
            declared.other_origin.clone()
        };
        put(&mut all, &self.headers);
        if let Some(variant) = variant {
            put(&mut all, &variant.headers);
        }
        // After everything that the caller may have set: `accept` fills a gap and replaces nothing.
        self.accept.put(&mut all);
        if self.run_time_method(place).unwrap_or(&self.resolved.method) == Method::HEAD {
            ask_for_identity(&mut all);
        }
        if self.key_name().is_some() {
            self.put_key(&mut all, variant);
        }
        if let Some(name) = self
            .resolved
            .attempt_header
            .as_ref()
            .filter(|_| same_origin)
        {
            put(&mut all, &[(name.clone(), number.into())]);
        }
        all
    }

    /// Puts the idempotency key in, unless the caller has set one: theirs may be known to the server from
    /// an earlier call, and another in its place would do the thing twice.
    fn put_key(&self, all: &mut HeaderMap, variant: Option<&RequestVariant>) {
        let Some(Ok(name)) = self.key_name().map(HeaderName::try_from) else {
            return;
        };
        let own = variant.map_or(&[][..], |variant| &variant.headers);
        let is_given = own
            .iter()
            .chain(&self.headers)
            .any(|(given, _)| *given == name);
        match (is_given, self.key()) {
            (false, Some(key)) => put(all, &[(name, key.clone())]),
            _ => {
                if let Some(given) = all.get_mut(&name) {
                    given.set_sensitive(true);
                }
            }
        }
    }
}

/// Puts headers in place of those of the same name; several of one name stay together.
fn put(all: &mut HeaderMap, headers: &[(HeaderName, HeaderValue)]) {
    for (at, (name, value)) in headers.iter().enumerate() {
        if headers.iter().take(at).any(|(earlier, _)| earlier == name) {
            all.append(name, value.clone());
        } else {
            all.insert(name, value.clone());
        }
    }
}
