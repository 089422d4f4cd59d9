//! An attempt that declared guards have to let go first.
//!
//! Boxed as a whole, so that calls without guards have no room for it. All waiting is before the
//! attempt begins: its `attempt_timeout` does not run yet, the `timeout` of the call does.
//!
//! The order is from cheap to dear, and from what may be taken back to what may not:
//!
//! ```text
//! circuit   a look, so that a call that would be refused waits for nothing
//! turns     of the method's limits and its pause, then of the trait's; given back if what follows says no
//! permits   places among those in flight, held until the attempt is over
//! circuit   entered for good: it may have opened while the others were waited for
//! ```

use std::sync::atomic::Ordering::Relaxed;

use http::StatusCode;
use tokio::time::Instant;

use crate::clock;
use crate::decide::{QuotaWord, quota_word};
use crate::decode::ResponseSink;
use crate::engine::attempt::AttemptFuture;
use crate::engine::call_state::CallState;
use crate::engine::circuit::{Entered, result_of};
use crate::engine::failed_attempt::FailedAttempt;
use crate::engine::flight::Flight;
use crate::engine::listening::Listening;
use crate::engine::places::{Guarded, circuits};
use crate::engine::waiting::Taken;
use crate::error::Failure;
use crate::guards::Permit;

/// The turns, permits and places in circuits with which guards have let an attempt go.
pub(crate) struct Admitted<'a> {
    circuits: Vec<Entered<'a>>,
    turns: Vec<Taken<'a>>,
    _permits: Vec<Permit<'a>>,
}

impl CallState<'_> {
    /// An attempt, once its guards have let it go: it begins, and ends, later by the time that they take.
    /// A hop of a redirect is part of an attempt that they have let go.
    pub(crate) fn in_turn<'b>(
        &'b mut self,
        begun: &'b mut Instant,
        ends: &'b mut Instant,
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        if self.hop.is_some() || !self.policy().is_guarded() {
            return self.attempt(self.flight(), *begun, *ends, sink);
        }
        match self.hedge(sink.body_mode()) {
            Some(rule) => Box::pin(self.hedged(rule, begun, ends, sink)),
            None => Box::pin(self.guarded(begun, ends, sink)),
        }
    }

    async fn guarded(
        &self,
        begun: &mut Instant,
        ends: &mut Instant,
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let places = self.places();
        let admitted = self.admitted(&places).await?;
        (*begun, *ends) = self.admitted_bounds(*begun);
        let bounds = (*begun, *ends);
        self.let_go(self.flight(), &places, admitted, bounds, sink)
            .await
    }

    /// Waits until all guards let an attempt go.
    pub(crate) async fn admitted<'b>(
        &'b self,
        places: &'b [Guarded],
    ) -> Result<Admitted<'b>, Box<Failure>> {
        for (place, rule) in circuits(places) {
            self.look_at_circuit(&place.scope, rule)?;
        }
        let turns = self.wait_for_turns(places).await?;
        let permits = self.wait_for_permits(places).await?;
        let circuits: Result<_, _> = circuits(places)
            .map(|(place, rule)| self.enter_circuit(place, rule))
            .collect();
        Ok(Admitted {
            circuits: circuits?,
            turns,
            _permits: permits,
        })
    }

    /// Bounds of an attempt that guards have let go, and that asked them so long ago.
    pub(crate) fn admitted_bounds(&self, asked: Instant) -> (Instant, Instant) {
        let now = Instant::now();
        let waited = now.duration_since(asked).as_millis();
        let waited = u32::try_from(waited).unwrap_or(u32::MAX);
        self.waited.store(waited, Relaxed);
        self.bounds(now)
    }

    /// An attempt that its guards have let go. They are told what comes of it.
    pub(crate) async fn let_go(
        &self,
        flight: Flight<'_>,
        places: &[Guarded],
        admitted: Admitted<'_>,
        (begun, ends): (Instant, Instant),
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let Admitted {
            mut circuits,
            turns,
            _permits,
        } = admitted;
        // From here on they are spent.
        // They hold references alone, so nothing leaks; what is forgotten is the giving back.
        turns.into_iter().for_each(std::mem::forget);
        let follows = places.iter().any(|place| place.follow.is_some());
        let mut sink = Listening::new(sink, follows, self.policy().get_retry_after());
        let attempt = self.attempt(flight, begun, ends, &mut sink).await;
        self.hear(places, begun, sink.heard, &attempt);
        let result = result_of(&attempt);
        for entered in &mut circuits {
            entered.result = result;
        }
        attempt
    }

    /// Tells the guards what came of an attempt.
    fn hear(
        &self,
        places: &[Guarded],
        begun: Instant,
        heard: Option<QuotaWord>,
        attempt: &Result<StatusCode, Box<FailedAttempt>>,
    ) {
        let clock = &self.call.core.guards.origins;
        let (sent, now) = (clock.since_begun(begun), clock.since_begun(Instant::now()));
        let word = self.word(heard, attempt);
        for place in places.iter().filter(|place| place.follow.is_some()) {
            let further = place.scope.follower.look(|follower, _| {
                let before = follower.paused_for(now).unwrap_or_default();
                match word {
                    QuotaWord::Accepted => follower.accepted(sent, now),
                    QuotaWord::Exhausted(wait) => _ = follower.exhausted(sent, wait, now),
                    QuotaWord::Refused(wait) => _ = follower.refused(sent, wait, now),
                    QuotaWord::Nothing => {}
                }
                follower.paused_for(now).filter(|left| *left > before)
            });
            if let (Some(left), Some(shared)) = (further, &place.shared) {
                shared.tell_of_pause(left);
            }
            self.tell_pause(place);
        }
    }

    /// The word of the server about its quota. An attempt without a response has none.
    fn word(
        &self,
        heard: Option<QuotaWord>,
        attempt: &Result<StatusCode, Box<FailedAttempt>>,
    ) -> QuotaWord {
        let Err(failed) = attempt else {
            return heard.unwrap_or(QuotaWord::Accepted);
        };
        let (failure, limit) = (&failed.failure, self.policy().get_retry_after());
        failure.status.map_or(QuotaWord::Nothing, |status| {
            quota_word(status, &failure.headers, limit, clock::now)
        })
    }
}
