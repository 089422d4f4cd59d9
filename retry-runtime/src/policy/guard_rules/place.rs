//! The guards of one place: a trait, or a method of it.

use std::sync::{Mutex, PoisonError};

use crate::policy::guard_rules::{BreakerSetting, ConcurrencySetting, RateLimits};
use crate::policy::strategy::first_of;

/// The guards that one place declares, each with state of its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlaceRules {
    /// The limits, or that the trait's are left out.
    pub rate_limits: Option<&'static RateLimits>,
    /// The bound, or that the trait's is left out.
    pub concurrency: Option<ConcurrencySetting>,
    /// The breaker, or that the trait's is left out.
    pub breaker: Option<BreakerSetting>,
}

impl PlaceRules {
    /// No guard at all.
    pub const NONE: Self = Self {
        rate_limits: None,
        concurrency: None,
        breaker: None,
    };

    /// These rules, and where they say nothing those of `under`. Guards are replaced one by one,
    /// and each as a whole: half a circuit breaker of a trait beside half of one of the settings
    /// would be nobody's rule.
    pub(crate) const fn merged_over(self, under: Self) -> Self {
        Self {
            rate_limits: first_of!(self.rate_limits, under.rate_limits),
            concurrency: first_of!(self.concurrency, under.concurrency),
            breaker: first_of!(self.breaker, under.breaker),
        }
    }

    /// Tells whether there is nothing to ask.
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
        // A policy is `Copy` and may end up in a constant, so it can hold no `Arc`. What leaks is
        // bounded by the different rules that the settings have ever had.
        let rule: &'static T = Box::leak(Box::new(rule));
        rules.push(rule);
        rule
    }
}
