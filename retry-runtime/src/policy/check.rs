//! Contradictions between settings, which only a whole policy can show.

use std::time::Duration;

use crate::policy::Policy;
use crate::policy::fields::{Attempts, Retries};
use crate::policy::guard_rules::{HedgeRule, HedgeSetting};
use crate::policy::strategy::longer;

impl Policy {
    /// Stops the build where settings contradict each other.
    #[track_caller]
    pub(crate) const fn checked(self) -> Self {
        if let Some(why) = self.contradiction() {
            panic!("{}", why);
        }
        // Also for declarations only: settings may lower `attempts`, and then there are fewer hedges.
        if let (Some(HedgeSetting::On(rule)), Some(Retries::On), Some(attempts)) =
            (self.hedge, self.retries, self.max_attempts())
        {
            assert!(
                attempts > rule.at_most as u32,
                "hedges and the first attempt are more than `attempts`; raise it, or lower `at_most`"
            );
        }
        // Checked for declarations only. At run time, attempts that have no time left are cut short
        // silently, since a deadline from outside may leave any amount of time.
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
        let is_late = longer_or_equal(after, self.get_attempt_timeout())
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
