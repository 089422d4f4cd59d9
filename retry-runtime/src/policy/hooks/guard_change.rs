//! Changes of guards, as observers see them.

use std::fmt;
use std::time::Duration;

use crate::endpoint::Endpoint;
use crate::error::Guard;

/// The state of a circuit breaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Circuit {
    /// Attempts go through.
    Closed,
    /// Attempts fail at once until its time is over.
    Open,
    /// A few probes decide whether it closes.
    HalfOpen,
}

impl Circuit {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
            Self::HalfOpen => "half_open",
        }
    }
}

/// Shows `closed`, `open` or `half_open`.
impl fmt::Display for Circuit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The change of a circuit that opened, half-opened or closed, or of a pause over one second, asked for by
/// the server, that began or ended. An end is noticed by the next attempt.
#[derive(Clone)]
pub struct GuardChange {
    pub(crate) endpoint: &'static Endpoint,
    /// The method that declares the guard; empty for its trait.
    pub(crate) method: &'static str,
    pub(crate) kind: GuardChangeKind,
}

/// The kind of a change, with its details.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GuardChangeKind {
    Opened {
        lasts: Duration,
        /// `true` if it was open before and a probe has failed.
        is_again: bool,
    },
    HalfOpened,
    Closed,
    Paused(Duration),
    Resumed,
}

impl GuardChange {
    /// The method whose attempt caused it.
    #[must_use]
    pub fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// The name of the method that the guard is declared on; `None` for one of the trait.
    #[must_use]
    pub fn method(&self) -> Option<&'static str> {
        Some(self.method).filter(|method| !method.is_empty())
    }

    /// The guard: [`Guard::CircuitBreaker`] or [`Guard::Pause`].
    #[must_use]
    pub fn guard(&self) -> Guard {
        match self.circuit() {
            Some(_) => Guard::CircuitBreaker,
            None => Guard::Pause,
        }
    }

    /// The present state of the circuit; `None` for a pause.
    #[must_use]
    pub fn circuit(&self) -> Option<Circuit> {
        match self.kind {
            GuardChangeKind::Opened { .. } => Some(Circuit::Open),
            GuardChangeKind::HalfOpened => Some(Circuit::HalfOpen),
            GuardChangeKind::Closed => Some(Circuit::Closed),
            GuardChangeKind::Paused(_) | GuardChangeKind::Resumed => None,
        }
    }

    /// The time for which nothing is sent from now on; `None` if attempts go through again.
    #[must_use]
    pub fn holds_for(&self) -> Option<Duration> {
        match self.kind {
            GuardChangeKind::Opened { lasts, .. } | GuardChangeKind::Paused(lasts) => Some(lasts),
            GuardChangeKind::HalfOpened | GuardChangeKind::Closed | GuardChangeKind::Resumed => {
                None
            }
        }
    }
}

impl fmt::Debug for GuardChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardChange")
            .field("endpoint", &self.endpoint.label())
            .field("method", &self.method())
            .field("kind", &self.kind)
            .finish()
    }
}
