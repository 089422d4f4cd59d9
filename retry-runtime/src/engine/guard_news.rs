//! Reports of guards that begin or cease to hold attempts back, and the random draws of a client.

use rand::{Rng, RngExt};

use crate::endpoint::Endpoint;
use crate::engine::core::Core;
use crate::policy::hooks::{GuardChange, GuardChangeKind};
use crate::random::draw;
use crate::telemetry;

impl Core {
    /// Tells logs, metrics and observers about a guard of a method, or of the trait if `method` is empty.
    pub(crate) fn tell_guard_change(
        &self,
        endpoint: &'static Endpoint,
        method: &'static str,
        kind: GuardChangeKind,
    ) {
        let change = GuardChange {
            endpoint,
            method,
            kind,
        };
        telemetry::guard_changed(&change);
        self.observers
            .tell(|observer| observer.guard_changed(&change));
    }

    /// Draws from the generator of the environment, or else from that of the thread.
    pub(crate) fn draw<T: Default>(&self, mut with: impl FnMut(&mut dyn Rng) -> T) -> T {
        let Some(environment) = &self.environment else {
            return draw(with);
        };
        // The result leaves through a variable, because the closure has to be `dyn`.
        let mut drawn = T::default();
        environment.0.draw(&mut |rng| drawn = with(rng));
        drawn
    }

    /// A random number from −1 to 1.
    pub(crate) fn jitter(&self) -> f64 {
        2.0 * self.draw(|rng| rng.random::<f64>()) - 1.0
    }
}
