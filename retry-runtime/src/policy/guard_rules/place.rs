//! The guards of one place: a trait, or a method of it.

use std::sync::{Mutex, PoisonError};

use crate::policy::guard_rules::{BreakerSetting, ConcurrencySetting, RateLimits};
use crate::policy::strategy::first_of;

/// The guards that one place declares, each with state of its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlaceRules {
    /// The limits, or `off` to leave out those of the trait.
    pub rate_limits: Option<&'static RateLimits>,
    /// The bound, or `off` to leave out that of the trait.
    pub concurrency: Option<ConcurrencySetting>,
    /// The breaker, or `off` to leave out that of the trait.
    pub breaker: Option<BreakerSetting>,
}

impl PlaceRules {
    /// No guards.
    pub const NONE: Self = Self {
        rate_limits: None,
        concurrency: None,
        breaker: None,
    };

    /// These rules, and those of `under` for guards that these do not mention. Each guard is replaced as
    /// a whole: half of a trait's circuit breaker with half of the settings' one would be nobody's rule.
    pub(crate) const fn merged_over(self, under: Self) -> Self {
        Self {
            rate_limits: first_of!(self.rate_limits, under.rate_limits),
            concurrency: first_of!(self.concurrency, under.concurrency),
            breaker: first_of!(self.breaker, under.breaker),
        }
    }

    /// Tells whether there is no guard to ask.
    pub(crate) const fn is_empty(&self) -> bool {
        self.rate_limits.is_none() && self.concurrency.is_none() && self.breaker.is_none()
    }
}

/// Rules that were read at run time and stay for the life of the program. Equal ones are stored once, so
/// settings that go back and forth take no more memory than the first time.
pub(crate) struct Interned<T: 'static>(Mutex<Vec<&'static T>>);

impl<T: PartialEq> Interned<T> {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    pub(crate) fn intern(&self, rule: T) -> &'static T {
        let mut rules = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = rules.iter().find(|known| ***known == rule) {
            return known;
        }
        // A policy is `Copy` and may end up in a constant, so it cannot hold an `Arc`. The leak is
        // bounded by the number of different rules that settings have ever had.
        let rule: &'static T = Box::leak(Box::new(rule));
        rules.push(rule);
        rule
    }
}
