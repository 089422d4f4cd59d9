//! Setters of a policy, and the meaning of each setting.

use std::num::NonZeroU32;
use std::time::Duration;

use crate::error::ErrorKind;
use crate::policy::error_kinds::ErrorKinds;
use crate::policy::fields::{Attempts, Policy, Retries, RetryAfter};
use crate::policy::hooks::Classifier;
use crate::policy::retried_statuses::retried_statuses;
use crate::policy::strategy::Strategy;
use crate::status_set::StatusSet;

impl Policy {
    /// A policy with this strategy and every other setting at its default.
    #[must_use]
    pub const fn new(strategy: Strategy) -> Self {
        Self {
            strategy,
            ..Self::REFINING
        }
    }

    /// A policy that never retries.
    #[must_use]
    pub const fn off() -> Self {
        Self {
            retries: Some(Retries::Off),
            ..Self::INHERITED
        }
    }

    /// Sets the delays between attempts. Default: [`Strategy::exponential`].
    #[must_use]
    pub const fn strategy(mut self, strategy: Strategy) -> Self {
        self.strategy = strategy.merged_over(self.strategy);
        if strategy.entries().is_some() {
            // The length of a list gives the number of attempts. A number that was set for another
            // strategy would cut the list, or repeat its last entry.
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

    /// Retries until the `timeout` is over.
    ///
    /// A declaration without a `timeout` does not compile.
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

    /// Does the same as [`statuses`](Self::statuses), with a set.
    #[track_caller]
    pub(crate) const fn statuses_set(mut self, statuses: StatusSet) -> Self {
        self.statuses = Some(retried_statuses(statuses));
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

    /// Sets the longest wait that the server may ask for with `Retry-After` or, without that header, with quota
    /// headers that say exhausted. Default: 60 s.
    ///
    /// The delay is at least the wait that the server asks for. A longer one ends the call at once.
    #[must_use]
    pub const fn retry_after(mut self, limit: Duration) -> Self {
        self.retry_after = Some(RetryAfter::UpTo(limit));
        self
    }

    /// Ignores `Retry-After` and quota headers.
    #[must_use]
    pub const fn ignore_retry_after(mut self) -> Self {
        self.retry_after = Some(RetryAfter::Ignored);
        self
    }

    /// Repeats only requests that were provably not processed: those never sent, refused by HTTP/2, or
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

    /// Bounds each attempt, from the first byte sent to the last one read. Default: 30 s, or the rest of the
    /// `timeout`.
    #[must_use]
    pub const fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Bounds the time between two chunks of a body that is streamed. Default: none.
    #[must_use]
    pub const fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }

    /// Sets how many bytes a body may have, decoded. Default: 64 MiB. It does not apply to streams.
    #[must_use]
    pub const fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = Some(bytes);
        self
    }

    /// Lets a function judge every attempt: it is asked first, also on the last attempt, and is given
    /// the whole body. It cannot change whether the request may be repeated.
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

    /// This policy with its retries switched off, if it has any.
    pub(crate) fn switched_off(mut self) -> Self {
        if self.max_attempts() != Some(1) {
            self.retries = Some(Retries::SwitchedOff);
        }
        self.hedge = None;
        self
    }
}

#[cfg(test)]
mod tests;
