//! A permit of a circuit, for as long as its attempt lasts.

use std::sync::Arc;

use tokio::time::Instant;

use crate::endpoint::Endpoint;
use crate::engine::core::Core;
use crate::guards::{AttemptResult, CircuitPermit, Scope};
use crate::policy::guard_rules::BreakerRule;
use crate::policy::hooks::GuardChange;

/// A permit of a circuit, given back with the result of its attempt, or without one when it is dropped.
pub(crate) struct Entered {
    pub(super) core: Arc<Core>,
    pub(super) endpoint: &'static Endpoint,
    /// The method that declares the circuit, or nothing for its trait.
    pub(super) method: &'static str,
    pub(super) scope: Arc<Scope>,
    pub(super) rule: BreakerRule,
    pub(super) permit: CircuitPermit,
    pub(super) result: AttemptResult,
}

impl Drop for Entered {
    // In `Drop`, so that a probe whose call is cancelled leaves the place that it had taken.
    // Otherwise a half-open circuit would wait for its result for ever.
    fn drop(&mut self) {
        let now = self.core.guards.origins.since_begun(Instant::now());
        let jitter = self.core.jitter();
        let change = self
            .scope
            .circuit(|circuit| circuit.leave(&self.rule, self.permit, self.result, now, jitter));
        if let Some(kind) = change {
            self.core.tell_guard_change(&GuardChange {
                endpoint: self.endpoint,
                method: self.method,
                kind,
            });
        }
    }
}
