//! Telling of guards that begin or cease to hold attempts back.

use std::time::Duration;

use rand::{Rng, RngExt};

use crate::engine::core::Core;
use crate::guards::{CircuitChange, PauseChange};
use crate::policy::hooks::{GuardChange, GuardChangeKind};
use crate::random::draw;
use crate::telemetry;

impl Core {
    /// Tells logs, metrics and observers.
    pub(crate) fn tell_guard_change(&self, change: &GuardChange) {
        telemetry::guard_changed(change);
        self.observers
            .tell(|observer| observer.guard_changed(change));
    }
}

impl Core {
    /// A draw from −1 to 1.
    pub(crate) fn jitter(&self) -> f64 {
        // A draw by the way of delays, so that a stub makes it known beforehand too.
        let mut share = 0.0;
        let mut drawn = |rng: &mut dyn Rng| {
            share = rng.random::<f64>();
            Duration::ZERO
        };
        match &self.environment {
            Some(environment) => environment.0.draw(&mut drawn),
            None => draw(drawn),
        };
        2.0 * share - 1.0
    }
}

impl GuardChangeKind {
    /// The change of a circuit, and for how long it is open.
    pub(crate) fn of_circuit(change: CircuitChange, lasts: Option<Duration>) -> Self {
        let lasts = lasts.unwrap_or_default();
        match change {
            CircuitChange::Opened => Self::Opened {
                lasts,
                is_again: false,
            },
            CircuitChange::OpenedAgain => Self::Opened {
                lasts,
                is_again: true,
            },
            CircuitChange::HalfOpened => Self::HalfOpened,
            CircuitChange::Closed => Self::Closed,
        }
    }

    pub(crate) fn of_pause(change: PauseChange) -> Self {
        match change {
            PauseChange::Began(lasts) => Self::Paused(lasts),
            PauseChange::Ended => Self::Resumed,
        }
    }
}
