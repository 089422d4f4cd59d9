//! Redirects that the loop follows: the requests of an attempt after its first.
//!
//! Each hop is a request that takes a turn of the loop, as an attempt does. After a 303, and after a 301 or 302 to a
//! POST, the call *becomes* the GET that follows: the spec is rewritten, so that the previous request can never be made
//! again.

use std::mem;

use http::header::{
    ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH,
    CONTENT_LOCATION, CONTENT_TYPE, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, RANGE,
    TRANSFER_ENCODING, USER_AGENT,
};
use http::{HeaderMap, HeaderName, Method};
use reqwest::{Request, Url};
use tokio::time::Instant;

use crate::body::RequestBody;
use crate::clock::{self, after, earlier};
use crate::decide::{
    Decision, RedirectTarget, RedirectedBody, needs_proof, redirect_delay, retry_after,
};
use crate::endpoint::Repeat;
use crate::engine::bearing::Bearing;
use crate::engine::call_state::CallState;
use crate::engine::chain::{ChainSoFar, Hop, Redirect};
use crate::engine::circuit::of_status;
use crate::engine::core::{HopOrigin, PendingCall};
use crate::engine::flight::Flight;
use crate::error::{DelaySource, Failure};
use crate::request::{CallSpec, Target, missing_pairs, with_query};
use crate::transport::Outgoing;

/// Headers that are sent to another origin. The list says which may be sent and not which may not, because an unknown
/// header may be a credential.
const ELSEWHERE: [HeaderName; 8] = [
    ACCEPT,
    ACCEPT_ENCODING,
    ACCEPT_LANGUAGE,
    IF_MODIFIED_SINCE,
    IF_NONE_MATCH,
    IF_RANGE,
    RANGE,
    USER_AGENT,
];

/// Headers that describe a body.
const OF_A_BODY: [HeaderName; 6] = [
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_LENGTH,
    CONTENT_LOCATION,
    CONTENT_TYPE,
    TRANSFER_ENCODING,
];

impl CallState<'_> {
    /// Continues with the request that a redirect asks for, as part of the same attempt.
    pub(crate) fn follow(
        &mut self,
        redirect: Redirect,
        failure: &mut Failure,
        (begun, ends): (Instant, Instant),
    ) -> Decision {
        let now = Instant::now();
        // RFC 9110, 10.2.3: with a 3xx, `Retry-After` asks for a wait before the redirect is
        // followed.
        failure.retry_after = retry_after::requested(&failure.headers, clock::now);
        let limit = self.policy().get_retry_after();
        let Redirect {
            target,
            sent,
            admission,
        } = redirect;
        let delay = match redirect_delay(failure.retry_after, limit, self.left(now)) {
            Ok(delay) => delay,
            Err(why) => {
                // The redirect is not followed, so it is the last response of the attempt.
                if let (Some(admission), Some(status)) = (admission, failure.status) {
                    admission.end(of_status(status));
                }
                let decision = Decision::GiveUp(why);
                self.record_failure(failure, begun, decision);
                self.count_failure();
                return decision;
            }
        };
        let origin = self.origin_of(&target);
        let url = if target.replaces_call {
            self.call
                .replace(target.method, target.url, self.place(), origin);
            None
        } else {
            Some(target.url)
        };
        // The wait extends the time of the attempt, but not that of the call.
        let ends = after(ends, delay);
        self.hop = Some(Box::new(Hop {
            url,
            origin,
            sent,
            // The wait does not count as time of the attempt.
            begun: after(begun, delay),
            ends: earlier(ends, self.deadline),
            admission,
        }));
        Decision::Retry(delay, DelaySource::Server)
    }

    /// The request of this attempt, or of its current hop.
    pub(crate) fn request(&self, flight: Flight<'_>) -> Result<Request, Box<Failure>> {
        let mut request = self.call.spec.request(flight.place, flight.number)?;
        if let Some(url) = self.hop.as_ref().and_then(|hop| hop.url.as_ref()) {
            *request.url_mut() = self.with_client_query(url.clone());
        }
        if self.call.replaced.is_some() {
            remove(request.headers_mut(), |name| OF_A_BODY.contains(name));
        }
        if self.origin() > HopOrigin::Same {
            remove(request.headers_mut(), |name| !ELSEWHERE.contains(name));
        }
        Ok(request)
    }

    /// A URL with the query pairs that the client sends to its own origins.
    fn with_client_query(&self, url: Url) -> Url {
        let pairs = &self.call.spec.resolved.query;
        if pairs.is_empty() || !self.is_at_declared_origin() || self.origin() > HopOrigin::Same {
            return url;
        }
        let missing = missing_pairs(pairs, url.query().unwrap_or_default());
        with_query(url, &missing)
    }

    /// The chain that a redirect of this request would continue, if the loop or the transport may follow one.
    pub(crate) fn chain<'b>(
        &self,
        outgoing: &Outgoing,
        bearing: Option<&'b Bearing>,
    ) -> Option<Box<ChainSoFar<'b>>> {
        let (core, spec) = (&self.call.core, &self.call.spec);
        let may_be_followed = || {
            let is_unseen = !core.transport.is_built()
                && (bearing.is_some() || needs_proof(spec.repeat(self.place()), spec.policy()));
            core.redirects.follow() || is_unseen
        };
        let (sent, body) = match outgoing {
            Outgoing::Full(request) if may_be_followed() => {
                let before = self.hop.as_ref().map_or(&[][..], |hop| &hop.sent);
                let mut url = request.url().clone();
                url.set_fragment(None);
                let body = match request.body() {
                    None => RedirectedBody::Absent,
                    Some(_) if spec.is_one_shot() => RedirectedBody::Spent,
                    Some(_) => RedirectedBody::Replayable,
                };
                ([before, &[(request.method().clone(), url)]].concat(), body)
            }
            _ if bearing.is_none() => return None,
            _ => (Vec::new(), RedirectedBody::Absent),
        };
        Some(Box::new(ChainSoFar {
            bearing,
            sent,
            body,
            origin: self.origin(),
        }))
    }

    /// Ends the hops of an attempt, and returns their number.
    pub(crate) fn end_hops(&mut self) -> u32 {
        let hop = self.hop.take();
        hop.map_or(0, |hop| u32::try_from(hop.sent.len()).unwrap_or(u32::MAX))
    }

    /// Tells whether hooks and observers see the request. They do not see one to a foreign origin.
    pub(crate) fn is_shown_to_hooks(&self) -> bool {
        self.origin() < HopOrigin::Other
    }

    /// Tells whether the request goes to a declared origin.
    pub(crate) fn is_at_declared_origin(&self) -> bool {
        let spec = &self.call.spec;
        match self.origin() {
            HopOrigin::Same => spec
                .target
                .is_declared(self.place(), &spec.resolved.base_urls),
            HopOrigin::Declared => true,
            HopOrigin::Other => false,
        }
    }

    pub(crate) fn origin(&self) -> HopOrigin {
        match &self.hop {
            Some(hop) => hop.origin,
            None => self.call.replaced.unwrap_or_default(),
        }
    }

    fn origin_of(&self, target: &RedirectTarget) -> HopOrigin {
        let base_urls = &self.call.spec.resolved.base_urls;
        let is_declared = base_urls.iter().any(|base| base.same_origin(&target.url));
        let origin = match (target.is_elsewhere, is_declared) {
            (false, _) => HopOrigin::Same,
            (true, true) => HopOrigin::Declared,
            (true, false) => HopOrigin::Other,
        };
        // A chain that has been to a foreign origin stays foreign, because that origin decided
        // where it leads.
        origin.max(self.origin())
    }
}

impl PendingCall {
    /// Replaces the call by the request that a redirect asks for. Only its method and URL are known: it has no body, no
    /// list of other places, and may be repeated.
    fn replace(&mut self, method: Method, url: Url, number: u32, origin: HopOrigin) {
        let spec: &mut CallSpec = &mut self.spec;
        let context = spec.context(number).cloned();
        let variant = match mem::replace(&mut spec.target, Target::Url(Box::new(url))) {
            Target::Requests(variants) => {
                let last = variants.len().saturating_sub(1);
                let index = usize::try_from(number - 1).unwrap_or(last).min(last);
                variants.into_iter().nth(index)
            }
            _ => None,
        };
        if let Some(variant) = variant {
            let replaced =
                |name: &HeaderName| variant.headers.iter().any(|(other, _)| other == name);
            spec.headers.retain(|(name, _)| !replaced(name));
            spec.headers.extend(variant.headers);
        }
        spec.method = Some(Box::new(method));
        // The URL of the redirect is complete, and the declared query was for another resource.
        spec.query.clear();
        spec.body = RequestBody::default();
        let mut policy = *spec.policy();
        // The request that follows is a GET, which may be repeated. The previous request was
        // processed, and can no longer be sent.
        policy.unprocessed_only = Some(false);
        spec.policy = Some(Box::new(policy));
        let extras = spec.extras_mut();
        extras.reason = Some(Repeat::Idempotent);
        extras.context = context;
        (extras.key, extras.progress) = (None, None);
        self.replaced = Some(origin);
    }
}

fn remove(headers: &mut HeaderMap, is_unwanted: impl Fn(&HeaderName) -> bool) {
    let unwanted: Vec<_> = headers
        .keys()
        .filter(|name| is_unwanted(name))
        .cloned()
        .collect();
    for name in unwanted {
        headers.remove(name);
    }
}
