//! The guards, by name.

use std::fmt;

/// A guard that holds attempts back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Guard {
    /// `#[circuit_breaker]`: too many recent attempts failed.
    CircuitBreaker,
    /// `#[rate_limit]`: the rate is used up.
    RateLimit,
    /// `#[concurrency]`: as many attempts as are allowed are in flight.
    Concurrency,
    /// `#[rate_limit(follow)]`: the server asked all calls to wait.
    Pause,
}

impl Guard {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::CircuitBreaker => "circuit_breaker",
            Self::RateLimit => "rate_limit",
            Self::Concurrency => "concurrency",
            Self::Pause => "pause",
        }
    }
}

/// Shows `rate_limit`, `pause`, …
impl fmt::Display for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
