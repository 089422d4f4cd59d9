//! The verdict of a `when` function.

use std::time::Duration;

/// The decision of a `when` function about an attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    /// The policy decides.
    #[default]
    Default,
    /// The response is good, whatever its status.
    Accept,
    /// Worth another attempt, after the strategy's delay.
    Retry,
    /// Worth another attempt, after this delay instead of the strategy's. The `timeout` alone bounds it.
    RetryAfter(Duration),
    /// Not worth another attempt. A good response becomes an error of kind `Rejected`.
    Fail,
}
