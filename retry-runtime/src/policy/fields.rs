//! The policy itself: plain data that fits in a constant.

use std::num::NonZeroU32;
use std::time::Duration;

use crate::policy::error_kinds::ErrorKinds;
use crate::policy::guard_rules::{BudgetSetting, HedgeSetting, PlaceRules};
use crate::policy::hooks::{BeforeAttempt, Classifier};
use crate::policy::strategy::Strategy;
use crate::status_set::StatusSet;

/// The rules of retrying: which failures are retried, how often, and after what delay.
///
/// A setting that is not made stays open: a policy merged over another (a method's over its trait's,
/// say) replaces only the settings it makes. A setting that no policy makes has the default given here.
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
    /// The switch of all retries.
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
    /// Guards of the trait, whose state is shared by all its methods.
    pub(crate) trait_guards: PlaceRules,
    /// Guards of the method itself, in addition.
    pub(crate) own_guards: PlaceRules,
    pub(crate) hedge: Option<HedgeSetting>,
    /// `false` if settings switch the guards off.
    pub(crate) guarded: Option<bool>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Retries {
    On,
    /// The code declares no retries.
    Off,
    /// The code declares retries, and settings switch them off.
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
    /// A policy that sets nothing but that there are retries.
    pub(crate) const REFINING: Self = Self {
        retries: Some(Retries::On),
        ..Self::INHERITED
    };

    /// A policy that sets nothing.
    pub(crate) const INHERITED: Self = Self {
        retries: None,
        strategy: Strategy::INHERITED,
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
    };
}

/// Exponential delays, 3 attempts, every 5xx and every lost connection.
impl Default for Policy {
    fn default() -> Self {
        Self::new(Strategy::exponential())
    }
}
