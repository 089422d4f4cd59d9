//! The places whose guards an attempt asks: its method and its trait.

use std::sync::Arc;

use tokio::time::Instant;

use crate::engine::call_state::CallState;
use crate::engine::fleet::Shared;
use crate::guards::{OriginState, Scope, ScopeName};
use crate::policy::guard_rules::{
    BreakerRule, BudgetRule, ConcurrencyRule, FollowRule, MOST_LIMITS, PlaceRules, RateLimitRule,
    RateLimits, RuleSetting,
};
use crate::request::{BaseUrl, Destination};

/// The guards of one place, with their declared rules.
pub(crate) struct Guarded {
    /// The method that declares them, or an empty string for the trait.
    pub(crate) method: &'static str,
    pub(crate) scope: Arc<Scope>,
    pub(crate) limits: [Option<RateLimitRule>; MOST_LIMITS],
    pub(crate) follow: Option<FollowRule>,
    pub(crate) concurrency: Option<ConcurrencyRule>,
    pub(crate) breaker: Option<BreakerRule>,
    /// Set if the place shares its limits with a fleet.
    pub(crate) shared: Option<Shared>,
}

fn in_force<R>(setting: Option<RuleSetting<R>>) -> Option<R> {
    match setting {
        Some(RuleSetting::On(rule)) => Some(rule),
        Some(RuleSetting::Off) | None => None,
    }
}

/// The places that have a circuit breaker.
pub(crate) fn circuits(places: &[Guarded]) -> impl Iterator<Item = (&Guarded, &BreakerRule)> {
    places
        .iter()
        .filter_map(|place| Some((place, place.breaker.as_ref()?)))
}

impl CallState<'_> {
    /// The guards of the method, then those of its trait, towards the origin of this attempt.
    pub(crate) fn places(&self) -> Vec<Guarded> {
        let Some(origin) = self.guarded_origin() else {
            return Vec::new();
        };
        let endpoint = self.call.spec.endpoint;
        let (own, mut shared) = (self.policy().own_guards, self.policy().trait_guards);
        let (has_own, has_shared) = (!own.is_empty(), !shared.is_empty());
        let is_unlimited = own.rate_limits.is_some_and(|own| own.is_off);
        if own.concurrency == Some(RuleSetting::Off) {
            shared.concurrency = None;
        }
        if own.breaker == Some(RuleSetting::Off) {
            shared.breaker = None;
        }
        let place = |method: &'static str, rules: PlaceRules| {
            let limits = rules.rate_limits.filter(|limits| !limits.is_off);
            let name = ScopeName {
                service: endpoint.service(),
                method,
            };
            let scope = origin.scope(name);
            let shared = limits.and_then(|limits| self.shared(&scope, name, limits));
            Guarded {
                method,
                scope,
                shared,
                limits: limits
                    .filter(|_| !(is_unlimited && method.is_empty()))
                    .map_or([None; MOST_LIMITS], |limits| limits.limits),
                // A method without limits still follows what the server asks of everybody.
                follow: limits.and_then(|limits| limits.follow),
                concurrency: in_force(rules.concurrency),
                breaker: in_force(rules.breaker),
            }
        };
        let own = has_own.then(|| place(endpoint.name(), own));
        let shared = has_shared.then(|| place("", shared));
        own.into_iter().chain(shared).collect()
    }

    /// The part of a place that the fleet of the client shares, if the client is in a fleet.
    fn shared(&self, scope: &Arc<Scope>, name: ScopeName, limits: &RateLimits) -> Option<Shared> {
        let fleet = self.call.core.fleet.as_ref()?;
        // A closure, because only a place that is new to the fleet needs the text.
        let origin = || {
            let bases = &self.call.spec.resolved.base_urls;
            let url = self.goes_to().and_then(|destination| match destination {
                Destination::Base(index) => bases.get(index).map(BaseUrl::url),
                Destination::Url(url) => Some(url),
            });
            url.map_or_else(String::new, |url| url.origin().ascii_serialization())
        };
        let follow = limits.follow;
        Some(Shared {
            scope: fleet.scope(scope, name, origin),
            fleet: Arc::clone(fleet),
            longest_pause: follow.and_then(|_| self.policy().get_retry_after()),
        })
    }

    /// The state of the guards for the origin of this request.
    fn guarded_origin(&self) -> Option<Arc<OriginState>> {
        let guards = &self.call.core.guards;
        match self.goes_to()? {
            Destination::Base(index) => guards.base(index).cloned(),
            Destination::Url(url) => {
                let rule = self.policy().budget_rule().unwrap_or(&BudgetRule::DEFAULT);
                let now = guards.origins.since_begun(Instant::now());
                let own = guards.origins.any(url, rule, now);
                Some(own.unwrap_or_else(|| guards.origins.others()))
            }
        }
    }

    /// The destination of the next request: that of the attempt, or of the redirect that it follows.
    fn goes_to(&self) -> Option<Destination<'_>> {
        let spec = &self.call.spec;
        match self.hop.as_ref().and_then(|hop| hop.url.as_ref()) {
            Some(url) => Some(Destination::Url(url)),
            None => spec
                .target
                .destination(self.place(), &spec.resolved.base_urls),
        }
    }
}
