//! Guards: the rules about state that the calls of one client share.
//!
//! Every rule is sparse, like the policy around it: `None` means that nothing was written, and the
//! runtime has the defaults. The defaults below repeat the runtime's, because the docs print them; a
//! test compares the two.

use std::time::Duration;

use super::value::Value;

/// A guard that is written in one place: on the trait, or on a method.
#[derive(Clone)]
pub(crate) enum Guard<R> {
    Off,
    // Boxed, as most declarations have no guard, and policies are cloned for each method.
    On(Box<R>),
}

impl<R> Guard<R> {
    /// The rules that hold for a method: its own, and that of its trait unless the method leaves it out.
    pub(crate) fn in_force<'a>(
        own: Option<&'a Self>,
        shared: Option<&'a Self>,
    ) -> [Option<&'a R>; 2] {
        let shared = shared.filter(|_| !matches!(own, Some(Self::Off)));
        [own, shared].map(|guard| match guard? {
            Self::Off => None,
            Self::On(rule) => Some(&**rule),
        })
    }
}

/// The retry budget of a declaration.
pub(crate) type Budget = Guard<BudgetRule>;

/// A retry budget; an option that was not written has its default.
#[derive(Clone, Default)]
pub(crate) struct BudgetRule {
    pub(crate) percent: Option<u8>,
    pub(crate) over: Option<Value<Duration>>,
    pub(crate) reserve: Option<Value<u32>>,
}

pub(crate) const DEFAULT_BUDGET_PERCENT: u8 = 20;
pub(crate) const DEFAULT_BUDGET_RESERVE: u32 = 10;

/// The rate limits that are written in one place.
#[derive(Clone, Default)]
pub(crate) struct RateLimits {
    pub(crate) is_off: bool,
    pub(crate) limits: Vec<RateLimit>,
    pub(crate) follow: Option<Follow>,
}

/// One rate limit.
#[derive(Clone)]
pub(crate) struct RateLimit {
    pub(crate) turns: Value<u32>,
    pub(crate) per: Value<Duration>,
    pub(crate) burst: Option<Value<u32>>,
    pub(crate) wait: Option<Value<Duration>>,
    /// The argument that says how many turns an attempt takes.
    pub(crate) cost: Option<String>,
}

/// A `follow`, by which pauses that the server asks for hold for all calls, with the longest wait for
/// their end.
#[derive(Clone)]
pub(crate) struct Follow {
    pub(crate) wait: Option<Value<Duration>>,
}

impl RateLimits {
    /// The limits that hold for a method: its own, and those of its trait unless the method leaves
    /// them out.
    pub(crate) fn in_force<'a>(
        own: Option<&'a Self>,
        shared: Option<&'a Self>,
    ) -> [&'a [RateLimit]; 2] {
        let shared = shared.filter(|_| !own.is_some_and(|own| own.is_off));
        [own, shared].map(|place| place.map_or(&[][..], |place| &place.limits))
    }
}

impl RateLimit {
    /// Tells whether the other limits the same cost in the same period.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let period = self.per.known();
        period.is_some() && period == other.per.known() && self.cost == other.cost
    }
}

/// The longest wait for a guard, unless its `wait` or the `timeout` of the call bounds it.
pub(crate) const DEFAULT_WAIT: Duration = Duration::from_mins(1);

/// The guards that are written in one place: on the trait, or on a method.
#[derive(Clone, Default)]
pub(crate) struct PlaceGuards {
    pub(crate) rate_limits: Option<RateLimits>,
    pub(crate) concurrency: Option<Concurrency>,
    pub(crate) circuit_breaker: Option<Breaker>,
}

/// The bound on attempts in flight that is written in one place.
pub(crate) type Concurrency = Guard<Bound>;

/// The attempts that may be in flight, and the longest wait for one that ends.
#[derive(Clone)]
pub(crate) struct Bound {
    pub(crate) at_most: Value<u32>,
    pub(crate) wait: Option<Value<Duration>>,
}

/// The hedge of a method: attempts while the first one is in flight.
#[derive(Clone)]
pub(crate) struct Hedge {
    pub(crate) after: Value<Duration>,
    /// Default: 1.
    pub(crate) at_most: Option<Value<u32>>,
}

/// The circuit breaker that is written in one place.
pub(crate) type Breaker = Guard<BreakerRule>;

/// A circuit breaker; an option that was not written has its default.
#[derive(Clone, Default)]
pub(crate) struct BreakerRule {
    pub(crate) failures: Option<u8>,
    pub(crate) of: Option<Value<u32>>,
    pub(crate) within: Option<Value<Duration>>,
    pub(crate) open: Option<Value<Duration>>,
    pub(crate) probes: Option<Value<u32>>,
}

pub(crate) const DEFAULT_FAILURES: u8 = 50;
pub(crate) const DEFAULT_OF: u32 = 20;
pub(crate) const DEFAULT_OPEN: Duration = Duration::from_secs(5);
