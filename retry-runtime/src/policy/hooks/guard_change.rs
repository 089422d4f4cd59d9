//! The changes of guards that observers are told of.

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
    /// Nothing is sent until its time is over.
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

/// A circuit that opened, half-opened or closed, or a pause over one second that the server asked for
/// and that began or ended. What has ended is noticed by the attempt that comes next.
#[derive(Clone)]
pub struct GuardChange {
    pub(crate) endpoint: &'static Endpoint,
    /// The method that the guard stands on, or nothing for its trait.
    pub(crate) method: &'static str,
    pub(crate) kind: GuardChangeKind,
}

/// The change, with what is to be told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GuardChangeKind {
    Opened {
        lasts: Duration,
        /// A probe has failed, and it was open before.
        is_again: bool,
    },
    HalfOpened,
    Closed,
    Paused(Duration),
    Resumed,
}

impl GuardChange {
    /// The method whose attempt brought it about.
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

    /// The state that a circuit is in now; `None` for a pause.
    #[must_use]
    pub fn circuit(&self) -> Option<Circuit> {
        match self.kind {
            GuardChangeKind::Opened { .. } => Some(Circuit::Open),
            GuardChangeKind::HalfOpened => Some(Circuit::HalfOpen),
            GuardChangeKind::Closed => Some(Circuit::Closed),
            GuardChangeKind::Paused(_) | GuardChangeKind::Resumed => None,
        }
    }

    /// The time that nothing is sent from now on; `None` where attempts go through again.
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
