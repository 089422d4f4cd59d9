//! Circuit breakers around an attempt: a look before any wait, a permit before it is sent, and its result
//! afterwards.

use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;

use crate::engine::call_state::CallState;
use crate::engine::entered::Entered;
use crate::engine::failed_attempt::FailedAttempt;
use crate::engine::places::Guarded;
use crate::error::{Delivery, ErrorKind, Failure, Guard};
use crate::guards::{AttemptResult, Refused, Scope};
use crate::policy::guard_rules::BreakerRule;
use crate::policy::hooks::GuardChangeKind;

impl CallState<'_> {
    /// Checks whether a circuit would admit an attempt, before the attempt waits for anything else: a call that
    /// is refused in the end should not wait in the queue of a rate limit first.
    pub(crate) fn look_at_circuit(
        &self,
        scope: &Scope,
        rule: &BreakerRule,
    ) -> Result<(), Box<Failure>> {
        let now = self.clock_now();
        let looked = scope.circuit(|circuit| circuit.look(rule, now));
        looked.map_err(|refused| refusal(&refused))
    }

    /// Takes a permit of a circuit.
    pub(crate) fn enter_circuit(
        &self,
        place: &Guarded,
        rule: &BreakerRule,
    ) -> Result<Entered, Box<Failure>> {
        let now = self.clock_now();
        let entered = place.scope.circuit(|circuit| circuit.enter(rule, now));
        let (permit, change) = entered.map_err(|refused| refusal(&refused))?;
        if let Some(kind) = change {
            self.tell_change(place.method, kind);
        }
        Ok(Entered {
            core: Arc::clone(&self.call.core),
            endpoint: self.call.spec.endpoint,
            method: place.method,
            scope: Arc::clone(&place.scope),
            rule: *rule,
            permit,
            result: AttemptResult::Neutral,
        })
    }

    fn clock_now(&self) -> Duration {
        self.call.core.guards.origins.since_begun(Instant::now())
    }

    /// Reports a change of a guard of a method, or of the trait.
    pub(crate) fn tell_change(&self, method: &'static str, kind: GuardChangeKind) {
        let endpoint = self.call.spec.endpoint;
        self.call.core.tell_guard_change(endpoint, method, kind);
    }
}

fn refusal(refused: &Refused) -> Box<Failure> {
    let Refused {
        after,
        failures,
        attempts,
    } = *refused;
    let open = match after {
        Some(after) => format!("circuit open for {:.1} s", after.as_secs_f64()),
        None => "circuit half-open, its probes are in flight".to_owned(),
    };
    let detail = match attempts {
        0 => open,
        _ => format!("{open} after {failures} of {attempts} attempts failed"),
    };
    Failure::held_back(Guard::CircuitBreaker, after, detail)
}

/// The result of an attempt: a failure only if the server is to blame.
pub(crate) fn result_of(attempt: &Result<StatusCode, Box<FailedAttempt>>) -> AttemptResult {
    match attempt {
        Ok(status) => of_status(*status),
        Err(failed) => of_failure(&failed.failure),
    }
}

/// The result of an attempt that failed.
pub(crate) fn of_failure(failure: &Failure) -> AttemptResult {
    match failure.kind {
        ErrorKind::Connect | ErrorKind::Reset | ErrorKind::Body | ErrorKind::Protocol => {
            AttemptResult::Failure
        }
        // A slow hook says nothing about the server.
        ErrorKind::Timeout if failure.delivery != Delivery::NotSent => AttemptResult::Failure,
        ErrorKind::Status | ErrorKind::NotReady => {
            failure.status.map_or(AttemptResult::Neutral, of_status)
        }
        _ => AttemptResult::Neutral,
    }
}

/// The result of an attempt whose response has this status.
pub(crate) fn of_status(status: StatusCode) -> AttemptResult {
    match status.as_u16() {
        ..400 => AttemptResult::Success,
        500.. => AttemptResult::Failure,
        _ => AttemptResult::Neutral,
    }
}
