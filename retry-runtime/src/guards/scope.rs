//! State of the guards of one place, a trait or a method of it, for one origin.

use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::guards::circuit_breaker::CircuitBreaker;
use crate::guards::in_flight::InFlight;
use crate::guards::lock::Lock;
use crate::guards::pause::Follower;
use crate::guards::queue::Queue;
use crate::guards::rate::RateLimiter;
use crate::policy::guard_rules::MOST_LIMITS;
use crate::policy::hooks::GuardChangeKind;

/// The state of the guards of one place for one origin.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// One queue for each rate limit of the place, in the order of declaration.
    pub(crate) limits: [Queue<RateLimiter>; MOST_LIMITS],
    pub(crate) follower: Queue<Follower>,
    pub(crate) in_flight: Arc<InFlight>,
    breaker: Mutex<CircuitBreaker>,
    /// The number of fleet scopes that hold it. That does not count as use.
    pub(crate) fleets: AtomicUsize,
}

/// The place where a guard is declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ScopeName {
    pub(crate) service: &'static str,
    /// The method; empty for the trait.
    pub(crate) method: &'static str,
}

/// The scopes of one origin, each made when it is first asked for.
pub(crate) type Scopes = Mutex<Vec<(ScopeName, Arc<Scope>)>>;

impl Scope {
    /// Forgets everything but the attempts in flight. Returns the changes of the circuit and of a pause.
    pub(crate) fn reset(&self) -> impl Iterator<Item = GuardChangeKind> {
        for limit in &self.limits {
            limit.reset();
        }
        let pause = self.follower.look(|follower, _| follower.reset());
        // Wakes the call that waits for it.
        self.follower.reset();
        let circuit = self.circuit(CircuitBreaker::reset);
        circuit.into_iter().chain(pause)
    }

    /// Tells whether it holds nothing worth keeping.
    pub(crate) fn is_at_rest(&self, now: Duration) -> bool {
        let mut limits = self.limits.iter();
        limits.all(|queue| queue.look(|limiter, queued| queued == 0 && limiter.is_at_rest(now)))
            && self
                .follower
                .look(|follower, queued| queued == 0 && follower.is_at_rest(now))
            && self.in_flight.is_at_rest()
            && self.circuit(|circuit| circuit.is_at_rest(now))
    }

    /// Looks at the circuit of the place.
    pub(crate) fn circuit<T>(&self, look: impl FnOnce(&mut CircuitBreaker) -> T) -> T {
        self.breaker.look(look)
    }
}
