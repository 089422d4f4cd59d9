//! Telling of guards that begin or cease to hold attempts back.

use std::time::Duration;

use rand::{Rng, RngExt};

use crate::engine::core::Core;
use crate::policy::hooks::GuardChange;
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
