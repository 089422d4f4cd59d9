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
    /// Another attempt is made, after the strategy's delay.
    Retry,
    /// Another attempt is made, after this delay instead of the strategy's. Only the `timeout` bounds it.
    RetryAfter(Duration),
    /// No further attempt is made. A good response becomes an error of kind `Rejected`.
    Fail,
}
