//! Getters of a policy: the setting that was made, or its default.
//!
//! The setters have the plain names, like those of `std::process::Command`, so the getter of a setting is
//! called `get_` and its name.

use std::time::Duration;

use crate::error::ErrorKind;
use crate::policy::error_kinds::ErrorKinds;
use crate::policy::fields::{Attempts, Policy, Retries, RetryAfter};
use crate::policy::guard_rules::{BudgetRule, BudgetSetting, HedgeRule, HedgeSetting};
use crate::policy::strategy::unwrap_or;

// The macros print most of these and the defaults of strategies. They have copies of them
// (`retry-macros/src/model/policy.rs`), as they cannot depend on this crate.
const DEFAULT_ATTEMPTS: u32 = 3;
const DEFAULT_RETRY_AFTER: Duration = Duration::from_mins(1);
const DEFAULT_MAX_BODY: usize = 64 * 1024 * 1024;
const DEFAULT_ATTEMPT_TIMEOUT: Duration = Duration::from_secs(30);

impl Policy {
    /// The largest number of times that the request is sent; `None` is unlimited.
    #[must_use]
    pub const fn max_attempts(&self) -> Option<u32> {
        if let Some(Retries::Off | Retries::SwitchedOff) = self.retries {
            return Some(1);
        }
        match (self.attempts, self.strategy.entries()) {
            (Some(Attempts::AtMost(attempts)), _) => Some(attempts.get()),
            (Some(Attempts::Unlimited), _) => None,
            #[expect(
                clippy::cast_possible_truncation,
                reason = "a list of four billion delays"
            )]
            (None, Some(entries)) => Some((entries as u32).saturating_add(1)),
            (None, None) => Some(DEFAULT_ATTEMPTS),
        }
    }

    /// Tells if a response with this status is retried.
    #[must_use]
    pub const fn retries_status(&self, status: u16) -> bool {
        self.lists(status) || status >= 500 && !matches!(self.server_errors, Some(false))
    }

    /// Tells if a failure of this kind is retried.
    #[must_use]
    pub const fn retries_error(&self, kind: ErrorKind) -> bool {
        unwrap_or(self.errors, ErrorKinds::DEFAULT).contains(kind)
    }

    /// The longest wait that the server may ask for; `None` if `Retry-After` is ignored.
    #[must_use]
    pub const fn get_retry_after(&self) -> Option<Duration> {
        match self.retry_after {
            None => Some(DEFAULT_RETRY_AFTER),
            Some(RetryAfter::UpTo(limit)) => Some(limit),
            Some(RetryAfter::Ignored) => None,
        }
    }

    /// The bound of the whole call.
    #[must_use]
    pub const fn get_timeout(&self) -> Option<Duration> {
        self.timeout
    }

    /// The bound of each attempt.
    #[must_use]
    pub const fn get_attempt_timeout(&self) -> Duration {
        unwrap_or(self.attempt_timeout, DEFAULT_ATTEMPT_TIMEOUT)
    }

    /// The largest number of bytes in a body, decoded.
    #[must_use]
    pub const fn get_max_body(&self) -> usize {
        unwrap_or(self.max_body, DEFAULT_MAX_BODY)
    }

    /// Tells whether a guard is declared that attempts have to ask, or a hedge.
    pub(crate) const fn is_guarded(&self) -> bool {
        let is_unguarded =
            self.own_guards.is_empty() && self.trait_guards.is_empty() && self.hedge.is_none();
        !is_unguarded && !matches!(self.guarded, Some(false))
    }

    /// The rule of hedged attempts; `None` if there are none.
    pub(crate) const fn hedge_rule(&self) -> Option<HedgeRule> {
        let Some(HedgeSetting::On(mut rule)) = self.hedge else {
            return None;
        };
        if matches!(self.guarded, Some(false)) {
            return None;
        }
        let further = match (self.retries, self.max_attempts()) {
            (Some(Retries::SwitchedOff), _) => 0,
            // No retry is declared, so nothing else limits the attempts.
            (Some(Retries::Off), _) | (_, None) => u32::MAX,
            (_, Some(attempts)) => attempts.saturating_sub(1),
        };
        if further == 0 {
            return None;
        }
        // Hedges count as attempts, so settings that lower `attempts` lower them too.
        if further < rule.at_most as u32 {
            #[expect(clippy::cast_possible_truncation, reason = "less than a `u8`")]
            let at_most = further as u8;
            rule.at_most = at_most;
        }
        Some(rule)
    }

    /// The retry budget of calls under this policy; `None` if there are no retries, or no bound on them.
    #[inline]
    pub(crate) const fn budget_rule(&self) -> Option<&BudgetRule> {
        if matches!(self.guarded, Some(false)) {
            return None;
        }
        match (self.max_attempts(), &self.budget) {
            (Some(1), _) if self.hedge_rule().is_none() => None,
            // Unlimited attempts have no budget unless one is declared: their author has asked for
            // all of them.
            (_, Some(BudgetSetting::Off)) | (None, None) => None,
            (_, Some(BudgetSetting::On(rule))) => Some(rule),
            (Some(_), None) => Some(&BudgetRule::DEFAULT),
        }
    }

    /// Tells whether a status is listed, apart from the server errors.
    pub(crate) const fn lists(&self, status: u16) -> bool {
        match self.statuses {
            Some(statuses) => statuses.contains(status),
            None => false,
        }
    }

    pub(crate) const fn is_switched_off(&self) -> bool {
        matches!(self.retries, Some(Retries::SwitchedOff))
    }

    pub(crate) const fn is_unprocessed_only(&self) -> bool {
        matches!(self.unprocessed_only, Some(true))
    }
}
