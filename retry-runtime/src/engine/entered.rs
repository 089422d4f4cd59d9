//! The permit of a circuit while its attempt lasts.

use std::sync::Arc;

use tokio::time::Instant;

use crate::endpoint::Endpoint;
use crate::engine::core::Core;
use crate::guards::{AttemptResult, CircuitPermit, Scope};
use crate::policy::guard_rules::BreakerRule;

/// A permit of a circuit. Dropping it reports the result of its attempt, `Neutral` if none was set.
pub(crate) struct Entered {
    pub(super) core: Arc<Core>,
    pub(super) endpoint: &'static Endpoint,
    /// The method that declares the circuit, or an empty string for the trait.
    pub(super) method: &'static str,
    pub(super) scope: Arc<Scope>,
    pub(super) rule: BreakerRule,
    pub(super) permit: CircuitPermit,
    pub(super) result: AttemptResult,
}

impl Drop for Entered {
    // In `Drop`, so that a probe whose call is cancelled leaves the circuit as well. Otherwise a
    // half-open circuit would wait for its result for ever.
    fn drop(&mut self) {
        let now = self.core.guards.origins.since_begun(Instant::now());
        let jitter = self.core.jitter();
        let change = self
            .scope
            .circuit(|circuit| circuit.leave(&self.rule, self.permit, self.result, now, jitter));
        if let Some(kind) = change {
            self.core
                .tell_guard_change(self.endpoint, self.method, kind);
        }
    }
}
