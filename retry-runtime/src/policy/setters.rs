//! The policy with its setters: plain data that fits in a constant.

use std::num::NonZeroU32;
use std::time::Duration;

use rand::Rng;

use crate::error::ErrorKind;
use crate::policy::error_kinds::ErrorKinds;
use crate::policy::guard_rules::{
    BreakerRule, BreakerSetting, BudgetRule, BudgetSetting, ConcurrencyRule, ConcurrencySetting,
    HedgeRule, HedgeSetting, PlaceRules, RateLimits,
};
use crate::policy::hooks::{BeforeAttempt, Classifier};
use crate::policy::strategy::{BackoffContext, Strategy, StrategyDelay, first_of, longer};
use crate::status_set::StatusSet;

/// The rules of retrying: after what, how often, and after how long.
///
/// Each setting that is not named stays open: a policy merged over another (a method's over its
/// trait's, say) replaces only what it names. What nobody names has the default given here.
///
/// ```
/// use std::time::Duration;
/// use retry_runtime::{Policy, Strategy};
///
/// const POLICY: Policy = Policy::new(Strategy::exponential())
///     .attempts(5)
///     .statuses(&[408, 429])
///     .timeout(Duration::from_secs(10));
/// ```
#[derive(Clone, Copy, Debug)]
// Every field an `Option`, and all of it `Copy`: a policy is emitted by a macro, checked in a
// constant and merged on the stack. So hooks and rate limits are `'static` references.
pub struct Policy {
    /// Retries at all, or none.
    pub(crate) retries: Option<Retries>,
    pub(crate) strategy: Strategy,
    pub(crate) attempts: Option<Attempts>,
    pub(crate) statuses: Option<StatusSet>,
    pub(crate) server_errors: Option<bool>,
    pub(crate) errors: Option<ErrorKinds>,
    pub(crate) retry_after: Option<RetryAfter>,
    pub(crate) unprocessed_only: Option<bool>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) idle_timeout: Option<Duration>,
    pub(crate) max_body: Option<usize>,
    pub(crate) when: Option<&'static dyn Classifier>,
    pub(crate) before_attempt: Option<&'static dyn BeforeAttempt>,
    pub(crate) budget: Option<BudgetSetting>,
    /// Guards of the trait, whose state all its methods share.
    pub(crate) trait_guards: PlaceRules,
    /// Guards of the method, beside those.
    pub(crate) own_guards: PlaceRules,
    pub(crate) hedge: Option<HedgeSetting>,
    /// `false` if the settings let everything through that a guard would hold back.
    pub(crate) guarded: Option<bool>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Retries {
    On,
    /// The code has none.
    Off,
    /// The code has them, and the settings switch them off.
    SwitchedOff,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Attempts {
    AtMost(NonZeroU32),
    Unlimited,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum RetryAfter {
    UpTo(Duration),
    Ignored,
}

impl Policy {
    /// A policy with this strategy and every other setting at its default.
    #[must_use]
    pub const fn new(strategy: Strategy) -> Self {
        Self {
            strategy,
            ..Self::refining()
        }
    }

    /// A policy that never retries.
    #[must_use]
    pub const fn off() -> Self {
        Self {
            retries: Some(Retries::Off),
            ..Self::inherited()
        }
    }

    /// A policy that names nothing but that there are retries.
    #[doc(hidden)]
    #[must_use]
    pub const fn refining() -> Self {
        Self {
            retries: Some(Retries::On),
            ..Self::inherited()
        }
    }

    /// A policy that names nothing.
    #[doc(hidden)]
    #[must_use]
    pub const fn inherited() -> Self {
        Self {
            retries: None,
            strategy: Strategy::inherited(),
            attempts: None,
            statuses: None,
            server_errors: None,
            errors: None,
            retry_after: None,
            unprocessed_only: None,
            timeout: None,
            attempt_timeout: None,
            idle_timeout: None,
            max_body: None,
            when: None,
            before_attempt: None,
            budget: None,
            trait_guards: PlaceRules::NONE,
            own_guards: PlaceRules::NONE,
            hedge: None,
            guarded: None,
        }
    }

    /// Sets the delays between attempts. Default: [`Strategy::exponential`].
    #[must_use]
    pub const fn strategy(mut self, strategy: Strategy) -> Self {
        self.strategy = strategy.over(self.strategy);
        if strategy.entries().is_some() {
            // The entries of a list say how many attempts there are; a number that was set for
            // another strategy would cut the list, or repeat its last entry.
            self.attempts = None;
        }
        self
    }

    /// Caps how many times the request is sent, **counting the first**.
    ///
    /// `1` means never retry. Default: 3; with [`Strategy::list`] one more than its entries.
    ///
    /// # Panics
    ///
    /// If `attempts` is 0. In a `const` this is a compile error.
    #[must_use]
    #[track_caller]
    pub const fn attempts(mut self, attempts: u32) -> Self {
        self.retries = Some(Retries::On);
        self.attempts = match NonZeroU32::new(attempts) {
            Some(attempts) => Some(Attempts::AtMost(attempts)),
            None => panic!(
                "`attempts` counts the first try, so it must be at least 1; write `#[retry(off)]` for no retry"
            ),
        };
        self
    }

    /// Goes on until the `timeout` is over.
    ///
    /// A declaration that has no `timeout` with it does not compile.
    #[must_use]
    pub const fn unlimited(mut self) -> Self {
        self.retries = Some(Retries::On);
        self.attempts = Some(Attempts::Unlimited);
        self
    }

    /// Sets further statuses that are retried, besides the server errors. Default: none.
    ///
    /// # Panics
    ///
    /// If one is outside 100 to 599, a success (2xx), or listed twice. In a `const` this is a compile error.
    #[must_use]
    #[track_caller]
    pub const fn statuses(self, statuses: &[u16]) -> Self {
        self.statuses_set(StatusSet::of(statuses))
    }

    /// The same as [`statuses`](Self::statuses), with a set.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn statuses_set(mut self, statuses: StatusSet) -> Self {
        assert!(
            !statuses.overlaps(StatusSet::range(200, 299)),
            "a 2xx status is a success and cannot be retried; use `when` or `until`"
        );
        self.statuses = Some(statuses);
        self
    }

    /// Sets whether every status of 500 and above is retried. Default: `true`.
    #[must_use]
    pub const fn server_errors(mut self, retried: bool) -> Self {
        self.server_errors = Some(retried);
        self
    }

    /// Sets the kinds of failure that are retried. Default: `Connect`, `Timeout`, `Reset`, `Body`.
    ///
    /// # Panics
    ///
    /// If a kind is not one of those or `Decode`. In a `const` this is a compile error.
    #[must_use]
    #[track_caller]
    pub const fn errors(mut self, kinds: &[ErrorKind]) -> Self {
        let mut set = ErrorKinds::NONE;
        let mut at = 0;
        while at < kinds.len() {
            set = set.with(kinds[at]);
            at += 1;
        }
        self.errors = Some(set);
        self
    }

    /// Sets how long a wait the server may ask for with `Retry-After` or, without one, with quota headers
    /// that say exhausted. Default: 60 s.
    ///
    /// The wait that it asks for is a floor under the delay. A longer one ends the call at once.
    #[must_use]
    pub const fn retry_after(mut self, limit: Duration) -> Self {
        self.retry_after = Some(RetryAfter::UpTo(limit));
        self
    }

    /// Takes no notice of `Retry-After` and of quota headers.
    #[must_use]
    pub const fn ignore_retry_after(mut self) -> Self {
        self.retry_after = Some(RetryAfter::Ignored);
        self
    }

    /// Repeats only what provably was not acted upon: requests never sent, refused by HTTP/2, or
    /// answered with one of [`statuses`](Self::statuses).
    #[must_use]
    pub const fn unprocessed_only(mut self) -> Self {
        self.unprocessed_only = Some(true);
        self
    }

    /// Bounds the whole call, waits included. Default: none.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Bounds each attempt, from the first byte sent to the last one read. Default: 30 s, or what
    /// is left of the `timeout`.
    #[must_use]
    pub const fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Bounds the time between two parts of a body that is handed out as it arrives. Default: none.
    #[must_use]
    pub const fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }

    /// Sets how many bytes a body may have, decoded. Default: 64 MiB. It does not bind streams.
    #[must_use]
    pub const fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = Some(bytes);
        self
    }

    /// Has every attempt judged by a function: it is asked first, on the last attempt too, and is
    /// given the whole body. What may be repeated stays what it is.
    ///
    /// ```
    /// use retry_runtime::{Outcome, Policy, Verdict};
    ///
    /// fn is_json(outcome: &Outcome) -> Verdict {
    ///     match outcome.json::<serde_json::Value>() {
    ///         Ok(_) => Verdict::Default,
    ///         Err(_) => Verdict::Retry,
    ///     }
    /// }
    ///
    /// const POLICY: Policy = Policy::off().attempts(5).when(&is_json);
    /// ```
    #[must_use]
    pub const fn when(mut self, judge: &'static dyn Classifier) -> Self {
        self.when = Some(judge);
        self
    }

    /// Has a function change the request of each attempt.
    #[doc(hidden)]
    #[must_use]
    pub const fn before_attempt(mut self, hook: &'static dyn BeforeAttempt) -> Self {
        self.before_attempt = Some(hook);
        self
    }

    /// Sets the retry budget that calls share.
    #[doc(hidden)]
    #[must_use]
    pub const fn budget(mut self, rule: BudgetRule) -> Self {
        self.budget = Some(BudgetSetting::On(rule));
        self
    }

    /// Sets the rate limits of a trait, whose state all its methods share.
    #[doc(hidden)]
    #[must_use]
    pub const fn rate_limits(mut self, limits: &'static RateLimits) -> Self {
        self.trait_guards.rate_limits = Some(limits);
        self
    }

    /// Sets the rate limits of a method, beside those of its trait.
    #[doc(hidden)]
    #[must_use]
    pub const fn own_rate_limits(mut self, limits: &'static RateLimits) -> Self {
        self.own_guards.rate_limits = Some(limits);
        self
    }

    /// Bounds the attempts of a trait that are in flight.
    #[doc(hidden)]
    #[must_use]
    pub const fn concurrency(mut self, rule: ConcurrencyRule) -> Self {
        self.trait_guards.concurrency = Some(ConcurrencySetting::On(rule));
        self
    }

    /// Bounds the attempts of a method that are in flight, beside those of its trait.
    #[doc(hidden)]
    #[must_use]
    pub const fn own_concurrency(mut self, rule: ConcurrencyRule) -> Self {
        self.own_guards.concurrency = Some(ConcurrencySetting::On(rule));
        self
    }

    /// Leaves the trait's bound on concurrency out.
    #[doc(hidden)]
    #[must_use]
    pub const fn without_concurrency(mut self) -> Self {
        self.own_guards.concurrency = Some(ConcurrencySetting::Off);
        self
    }

    /// Sets the circuit breaker of a trait.
    #[doc(hidden)]
    #[must_use]
    pub const fn circuit_breaker(mut self, rule: BreakerRule) -> Self {
        self.trait_guards.breaker = Some(BreakerSetting::On(rule));
        self
    }

    /// Sets the circuit breaker of a method, beside that of its trait.
    #[doc(hidden)]
    #[must_use]
    pub const fn own_circuit_breaker(mut self, rule: BreakerRule) -> Self {
        self.own_guards.breaker = Some(BreakerSetting::On(rule));
        self
    }

    /// Leaves the trait's circuit breaker out.
    #[doc(hidden)]
    #[must_use]
    pub const fn without_circuit_breaker(mut self) -> Self {
        self.own_guards.breaker = Some(BreakerSetting::Off);
        self
    }

    /// Sets the attempts beside a first one that takes its time.
    #[doc(hidden)]
    #[must_use]
    pub const fn hedge(mut self, rule: HedgeRule) -> Self {
        self.hedge = Some(HedgeSetting::On(rule));
        self
    }

    /// Leaves the retry budget out.
    #[doc(hidden)]
    #[must_use]
    pub const fn without_budget(mut self) -> Self {
        self.budget = Some(BudgetSetting::Off);
        self
    }

    /// The delay before retry `retry`, counted from 0. Pure: the same draws give the same delay.
    #[must_use]
    pub fn delay(&self, retry: u32, rng: &mut dyn Rng) -> Duration {
        self.delay_after(
            &BackoffContext {
                retry,
                ..BackoffContext::default()
            },
            rng,
        )
    }

    fn delay_after(&self, context: &BackoffContext<'_>, rng: &mut dyn Rng) -> Duration {
        self.strategy.delay(context, rng)
    }

    /// The delay of a call, no shorter than the server asked for.
    pub(crate) fn delay_above(
        &self,
        floor: Duration,
        context: &BackoffContext<'_>,
        rng: &mut dyn Rng,
    ) -> StrategyDelay {
        self.strategy.delay_above(floor, context, rng)
    }

    /// The same policy with its retries switched off, if it has any.
    pub(crate) fn switched_off(mut self) -> Self {
        if self.max_attempts() != Some(1) {
            self.retries = Some(Retries::SwitchedOff);
        }
        self.hedge = None;
        self
    }

    /// This policy merged over another: settings that it names win.
    #[doc(hidden)]
    #[must_use]
    pub const fn over(self, under: Self) -> Self {
        // As in `strategy`: a list of this policy goes before the number of attempts of the one
        // below.
        let own_list = self.strategy.entries().is_some();
        Self {
            retries: first_of!(self.retries, under.retries),
            strategy: self.strategy.over(under.strategy),
            attempts: first_of!(self.attempts, if own_list { None } else { under.attempts }),
            statuses: first_of!(self.statuses, under.statuses),
            server_errors: first_of!(self.server_errors, under.server_errors),
            errors: first_of!(self.errors, under.errors),
            retry_after: first_of!(self.retry_after, under.retry_after),
            unprocessed_only: first_of!(self.unprocessed_only, under.unprocessed_only),
            // By name and without `..`: a new field does not compile until it is decided how it is
            // merged.
            timeout: first_of!(self.timeout, under.timeout),
            attempt_timeout: first_of!(self.attempt_timeout, under.attempt_timeout),
            idle_timeout: first_of!(self.idle_timeout, under.idle_timeout),
            max_body: first_of!(self.max_body, under.max_body),
            when: first_of!(self.when, under.when),
            before_attempt: first_of!(self.before_attempt, under.before_attempt),
            budget: first_of!(self.budget, under.budget),
            trait_guards: self.trait_guards.over(under.trait_guards),
            own_guards: self.own_guards.over(under.own_guards),
            hedge: first_of!(self.hedge, under.hedge),
            guarded: first_of!(self.guarded, under.guarded),
        }
    }

    /// Stops the build where settings contradict each other.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub const fn checked(self) -> Self {
        if let Some(why) = self.contradiction() {
            panic!("{}", why);
        }
        if let (Some(HedgeSetting::On(rule)), Some(Retries::On), Some(attempts)) =
            (self.hedge, self.retries, self.max_attempts())
        {
            assert!(
                attempts > rule.at_most as u32,
                "hedges and the first attempt are more than `attempts`; raise it, or lower `at_most`"
            );
        }
        // Only of declarations: at run time attempts that have no time left are cut short in silence,
        // as a deadline that was handed in may leave any time.
        if let (Some(timeout), Some(attempts)) = (self.timeout, self.max_attempts()) {
            let retries = attempts.saturating_sub(1);
            assert!(
                !self.strategy.outlasts(retries, timeout.as_nanos()),
                "the last attempt can never happen, as the waits before it take longer than \
                 `timeout`; lower `attempts`, shorten the waits, or raise `timeout`"
            );
        }
        self
    }

    /// The contradiction between settings, if there is one.
    pub(crate) const fn contradiction(&self) -> Option<&'static str> {
        if let Some(why) = self.strategy.contradiction() {
            return Some(why);
        }
        if is_zero(self.timeout) || is_zero(self.attempt_timeout) || is_zero(self.idle_timeout) {
            return Some("a timeout is longer than `0s`; leave it out for none");
        }
        match (self.timeout, self.attempt_timeout, self.attempts) {
            (Some(whole), Some(one), _) if longer(one, whole) => {
                Some("`attempt_timeout` is longer than `timeout`; lower it or raise `timeout`")
            }
            (None, _, Some(Attempts::Unlimited)) => {
                Some("`attempts = unlimited` needs a `timeout`; add one to the verb or the client")
            }
            _ => self.idle_hedge(),
        }
    }

    /// The reason why a hedge could never begin, if there is one.
    const fn idle_hedge(&self) -> Option<&'static str> {
        let Some(HedgeSetting::On(HedgeRule { after, .. })) = self.hedge else {
            return None;
        };
        let is_late = longer_or_equal(after, self.attempt_timeout_limit())
            || matches!(self.timeout, Some(timeout) if longer_or_equal(after, timeout));
        if is_late {
            return Some(
                "a hedge never begins, as `after` is not before a timeout; lower `after`, or raise the timeout",
            );
        }
        None
    }
}

const fn longer_or_equal(one: Duration, other: Duration) -> bool {
    !longer(other, one)
}

const fn is_zero(timeout: Option<Duration>) -> bool {
    matches!(timeout, Some(Duration::ZERO))
}

/// Exponential delays, 3 attempts, every 5xx and every lost connection.
impl Default for Policy {
    fn default() -> Self {
        Self::new(Strategy::exponential())
    }
}

#[cfg(test)]
mod tests;
