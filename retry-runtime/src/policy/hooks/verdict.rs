//! The answer of a `when` function.

use std::time::Duration;

/// What a `when` function decides about an attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    /// What the policy says.
    #[default]
    Default,
    /// The answer is good, whatever its status.
    Accept,
    /// Worth another attempt, after the strategy's delay.
    Retry,
    /// Worth another attempt, after this delay instead of the strategy's.
    RetryAfter(Duration),
    /// Not worth another attempt.
    Fail,
}
