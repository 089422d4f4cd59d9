//! Policies, as sparse as they were written, and merged as the runtime merges them.

use std::time::Duration;

use syn::Expr;

use super::guards::{Budget, Hedge, PlaceGuards};
use super::strategy::{Curve, KeyValues, Strategy};
use super::value::Value;

/// One `#[retry]`, together with the timeouts beside it.
#[derive(Clone, Default)]
pub(crate) struct Policy {
    pub(crate) start: Start,
    pub(crate) keys: KeyValues,
    pub(crate) attempts: Option<Attempts>,
    pub(crate) statuses: Option<StatusSet>,
    pub(crate) server_errors: Option<Value<bool>>,
    pub(crate) errors: Option<Errors>,
    pub(crate) retry_after: Option<RetryAfter>,
    pub(crate) unprocessed_only: bool,
    pub(crate) limits: Limits,
    pub(crate) when: Option<Expr>,
    pub(crate) before_attempt: Option<Expr>,
    pub(crate) budget: Option<Budget>,
    pub(crate) trait_guards: PlaceGuards,
    /// Those of the method, beside them.
    pub(crate) own_guards: PlaceGuards,
    pub(crate) hedge: Option<Hedge>,
}

/// Bounds of a call and its attempts.
#[derive(Clone, Default)]
pub(crate) struct Limits {
    pub(crate) timeout: Option<Value<Duration>>,
    pub(crate) attempt_timeout: Option<Value<Duration>>,
    pub(crate) idle_timeout: Option<Value<Duration>>,
    pub(crate) max_body: Option<Value<u32>>,
}

/// The beginning of a policy: whether it retries, and by which strategy.
#[derive(Clone, Default)]
pub(crate) enum Start {
    /// No `#[retry]`.
    #[default]
    Unsaid,
    /// `#[retry(off)]`
    Off,
    /// `#[retry(…)]` that names no strategy.
    Inherited,
    Named(Strategy),
}

/// The number of attempts, counting the first.
#[derive(Clone)]
pub(crate) enum Attempts {
    AtMost(Value<u32>),
    Unlimited,
}

/// The limit of the server's own hints.
#[derive(Clone)]
pub(crate) enum RetryAfter {
    UpTo(Value<Duration>),
    Ignored,
}

/// The kinds of failure that are retried.
#[derive(Clone)]
pub(crate) enum Errors {
    Listed(Vec<Value<Kind>>),
    Const(Expr),
}

/// A kind of failure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Connect,
    Timeout,
    Reset,
    Body,
    Decode,
}

/// Statuses as they were listed.
#[derive(Clone, Default)]
pub(crate) struct StatusSet(pub(crate) Vec<Statuses>);

/// One entry of a list of statuses.
#[derive(Clone)]
pub(crate) enum Statuses {
    /// From the first to the last, both included.
    Known(u16, u16),
    Const(Expr),
}

pub(crate) const DEFAULT_STRATEGY: Strategy = Strategy::Curve(Curve::Exponential);
// The runtime's defaults, repeated here because the docs print them: a dependency on the runtime
// would compile all of it once more, for the host. A test compares them.
pub(crate) const DEFAULT_ATTEMPTS: u32 = 3;
pub(crate) const DEFAULT_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);
pub(crate) const DEFAULT_RETRY_AFTER: Duration = Duration::from_mins(1);
pub(crate) const DEFAULT_ERRORS: [Kind; 4] =
    [Kind::Connect, Kind::Timeout, Kind::Reset, Kind::Body];

impl Start {
    /// Tells whether calls are retried at all, which they are not by default.
    pub(crate) fn is_on(&self) -> bool {
        matches!(self, Self::Inherited | Self::Named(_))
    }
}

impl Policy {
    /// Merges `own` into this policy, as for a method of a trait.
    pub(crate) fn refined_by(&self, own: &Self) -> Self {
        // Keys belong to their strategy. A method that names its own must not get `spread` or
        // `min` from a trait with another strategy; a method that only changes a key refines the
        // strategy of the trait.
        let names_strategy = matches!(own.start, Start::Named(_));
        Self {
            start: self.start.refined_by(&own.start),
            keys: if names_strategy {
                own.keys.clone()
            } else {
                own.keys.or(&self.keys)
            },
            attempts: either(own.attempts.as_ref(), self.attempts.as_ref()),
            statuses: either(own.statuses.as_ref(), self.statuses.as_ref()),
            server_errors: either(own.server_errors.as_ref(), self.server_errors.as_ref()),
            errors: either(own.errors.as_ref(), self.errors.as_ref()),
            retry_after: either(own.retry_after.as_ref(), self.retry_after.as_ref()),
            // A method can add this restriction, but not lift that of its trait.
            unprocessed_only: own.unprocessed_only || self.unprocessed_only,
            limits: own.limits.or(&self.limits),
            when: either(own.when.as_ref(), self.when.as_ref()),
            before_attempt: either(own.before_attempt.as_ref(), self.before_attempt.as_ref()),
            budget: either(own.budget.as_ref(), self.budget.as_ref()),
            // Guards are not merged: the trait's apply in addition to the method's.
            trait_guards: self.trait_guards.clone(),
            own_guards: own.own_guards.clone(),
            hedge: own.hedge.clone(),
        }
    }

    /// The strategy in force, if the policy retries.
    pub(crate) fn strategy(&self) -> &Strategy {
        match &self.start {
            Start::Named(strategy) => strategy,
            Start::Unsaid | Start::Off | Start::Inherited => &DEFAULT_STRATEGY,
        }
    }

    /// Tells whether a request may be sent again after it failed.
    pub(crate) fn may_retry(&self) -> bool {
        self.known_attempts() != Some(1)
    }

    /// Tells whether a request may be sent a second time.
    pub(crate) fn may_repeat(&self) -> bool {
        self.may_retry() || self.hedge.is_some()
    }

    /// The declared `attempt_timeout`, if its value is known here.
    pub(crate) fn known_attempt_timeout(&self) -> Option<Duration> {
        self.limits.attempt_timeout.as_ref().and_then(Value::known)
    }

    /// The declared `timeout`, if its value is known here.
    pub(crate) fn known_timeout(&self) -> Option<Duration> {
        self.limits.timeout.as_ref().and_then(Value::known)
    }

    /// The number of attempts, if it is known and bounded.
    pub(crate) fn known_attempts(&self) -> Option<u32> {
        match &self.attempts {
            // Before the others: a trait may set `attempts` for methods whose retries are off.
            _ if !self.start.is_on() => Some(1),
            None => Some(DEFAULT_ATTEMPTS),
            Some(Attempts::AtMost(attempts)) => attempts.known(),
            Some(Attempts::Unlimited) => None,
        }
    }
}

impl Start {
    fn refined_by(&self, own: &Self) -> Self {
        match (own, self) {
            // `#[retry(attempts = 2)]` on a method keeps the strategy of its trait; if the trait has
            // none, it switches the default on.
            (Self::Unsaid, _) | (Self::Inherited, Self::Named(_)) => self.clone(),
            (Self::Inherited, _) => Self::Named(DEFAULT_STRATEGY),
            (Self::Off | Self::Named(_), _) => own.clone(),
        }
    }
}

impl Limits {
    fn or(&self, inherited: &Self) -> Self {
        Self {
            timeout: either(self.timeout.as_ref(), inherited.timeout.as_ref()),
            attempt_timeout: either(
                self.attempt_timeout.as_ref(),
                inherited.attempt_timeout.as_ref(),
            ),
            idle_timeout: either(self.idle_timeout.as_ref(), inherited.idle_timeout.as_ref()),
            max_body: either(self.max_body.as_ref(), inherited.max_body.as_ref()),
        }
    }
}

impl KeyValues {
    fn or(&self, inherited: &Self) -> Self {
        Self {
            base: either(self.base.as_ref(), inherited.base.as_ref()),
            factor: either(self.factor.as_ref(), inherited.factor.as_ref()),
            max: either(self.max.as_ref(), inherited.max.as_ref()),
            min: either(self.min.as_ref(), inherited.min.as_ref()),
            jitter: either(self.jitter.as_ref(), inherited.jitter.as_ref()),
            spread: either(self.spread.as_ref(), inherited.spread.as_ref()),
        }
    }
}

/// Returns a copy of the own value, or of the inherited one.
fn either<T: Clone>(own: Option<&T>, inherited: Option<&T>) -> Option<T> {
    own.or(inherited).cloned()
}

impl StatusSet {
    /// `429` alone, to which an inherited retry is narrowed if the method must not be repeated.
    pub(crate) fn too_many_requests() -> Self {
        Self(vec![Statuses::Known(429, 429)])
    }
}
