//! An attempt that declared guards admit first.
//!
//! It is boxed as a whole, so that calls without guards reserve no memory for it. All waiting comes before the
//! attempt begins: its `attempt_timeout` does not run yet, but the `timeout` of the call does.
//!
//! The guards are asked in order of cost, and those whose permission can be returned come first:
//!
//! ```text
//! circuit   a look, so that a call that would be refused does not wait first
//! turns     behind the pauses of the method and its trait, then of their limits; given back if a later guard refuses
//! permits   of the attempts in flight, held until the attempt is over
//! again     from the top, if a pause has begun during the waits
//! circuit   entered: it may have opened meanwhile
//! ```

use std::sync::atomic::Ordering::Relaxed;

use http::StatusCode;
use tokio::time::Instant;

use crate::clock;
use crate::decide::{QuotaWord, quota_word};
use crate::decode::ResponseSink;
use crate::engine::admission::Admission;
use crate::engine::attempt::AttemptFuture;
use crate::engine::call_state::CallState;
use crate::engine::circuit::{of_failure, of_status, result_of};
use crate::engine::failed_attempt::FailedAttempt;
use crate::engine::flight::Flight;
use crate::engine::listening::Listening;
use crate::engine::places::{Guarded, circuits};
use crate::engine::waiting::Taken;
use crate::error::Failure;

/// Turns and permits of an attempt that its guards admit. Dropping it gives the turns back.
pub(crate) struct Admitted<'a> {
    admission: Admission,
    turns: Vec<Taken<'a>>,
}

impl CallState<'_> {
    /// Performs an attempt once its guards admit it. Its beginning and end move by the time that this takes.
    /// A hop of a redirect is part of an attempt that has been admitted already.
    pub(crate) fn in_turn<'b>(
        &'b mut self,
        begun: &'b mut Instant,
        ends: &'b mut Instant,
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        if let Some(hop) = &mut self.hop {
            let admission = hop.admission.take();
            let flight = self.flight((*begun, *ends));
            return match admission {
                Some(admission) => Box::pin(self.guarded_hop(flight, admission, sink)),
                None => self.attempt(flight, sink),
            };
        }
        if !self.policy().is_guarded() {
            return self.attempt(self.flight((*begun, *ends)), sink);
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
        let flight = self.flight((*begun, *ends));
        self.admitted_attempt(flight, &places, admitted, sink).await
    }

    /// Waits until all guards admit an attempt.
    pub(crate) async fn admitted<'b>(
        &'b self,
        places: &'b [Guarded],
    ) -> Result<Admitted<'b>, Box<Failure>> {
        let (turns, permits) = loop {
            for (place, rule) in circuits(places) {
                self.look_at_circuit(&place.scope, rule)?;
            }
            let turns = self.wait_for_turns(places).await?;
            let permits = self.wait_for_permits(places).await?;
            // A pause may have begun during the waits, usually by the attempt that has just
            // released its permit.
            if !self.is_paused(places) {
                break (turns, permits);
            }
        };
        let circuits: Result<_, _> = circuits(places)
            .map(|(place, rule)| self.enter_circuit(place, rule))
            .collect();
        Ok(Admitted {
            admission: Admission::new(circuits?, permits),
            turns,
        })
    }

    /// Bounds of an attempt that has just been admitted, and asked its guards at that instant.
    pub(crate) fn admitted_bounds(&self, asked: Instant) -> (Instant, Instant) {
        let now = Instant::now();
        let waited = now.duration_since(asked).as_millis();
        let waited = u32::try_from(waited).unwrap_or(u32::MAX);
        self.waited.store(waited, Relaxed);
        self.bounds(now)
    }

    /// Performs an attempt that its guards have admitted, and tells them its outcome.
    pub(crate) async fn admitted_attempt(
        &self,
        flight: Flight<'_>,
        places: &[Guarded],
        admitted: Admitted<'_>,
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let Admitted { admission, turns } = admitted;
        let now = self.call.core.guards.origins.since_begun(flight.begun);
        // The request is sent, so the turns are not given back from here on.
        for taken in turns {
            taken.spend(now);
        }
        self.observed(flight, places, admission, sink).await
    }

    /// Performs the hop of an attempt that has been admitted. It takes no turn. The response says something about the
    /// origin of the hop, so the guards of that origin are told.
    async fn guarded_hop(
        &self,
        flight: Flight<'_>,
        admission: Admission,
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let places = self.places();
        self.observed(flight, &places, admission, sink).await
    }

    /// Performs a request and tells the guards about its response. If that is a redirect that is followed, the attempt
    /// is not over and keeps its admission.
    async fn observed(
        &self,
        flight: Flight<'_>,
        places: &[Guarded],
        mut admission: Admission,
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let follows = places.iter().any(|place| place.follow.is_some());
        let mut sink = Listening::new(sink, follows, self.policy().get_retry_after());
        // Not the beginning of the attempt, which may be several redirects ago.
        let sent = Instant::now();
        let mut attempt = self.attempt(flight, &mut sink).await;
        let word = self.word(sink.heard, &attempt);
        self.hear(places, &mut admission, sent, word);
        if let Err(failed) = &mut attempt
            && let Some(redirect) = &mut failed.redirect
        {
            redirect.admission = Some(admission);
        } else if let Ok(status) = attempt
            && sink.is_partial()
        {
            // The call continues to read the body, so the attempt is not over.
            sink.hold(Box::new(move |failed| {
                admission.end(failed.map_or_else(|| of_status(status), of_failure));
            }));
        } else {
            admission.end(result_of(&attempt));
        }
        attempt
    }

    /// Tells the guards the outcome of a request.
    fn hear(&self, places: &[Guarded], admission: &mut Admission, sent: Instant, word: QuotaWord) {
        let clock = &self.call.core.guards.origins;
        let (sent, now) = (clock.since_begun(sent), clock.since_begun(Instant::now()));
        for place in places.iter().filter(|place| place.follow.is_some()) {
            // An attempt counts once at each place, because its hops took no turns: the measured
            // rate would be too high.
            let is_first = admission.count(&place.scope);
            let further = place.scope.follower.look(|follower, _| {
                let before = follower.paused_for(now).unwrap_or_default();
                match word {
                    QuotaWord::Accepted if is_first => follower.accepted(sent, now),
                    QuotaWord::Exhausted(wait) => {
                        if is_first {
                            follower.accepted(sent, now);
                        }
                        follower.exhausted(wait, now);
                    }
                    QuotaWord::Refused(wait) => follower.refused(sent, wait, now),
                    QuotaWord::Accepted | QuotaWord::Unknown => {}
                }
                let left = follower.paused_for(now).filter(|left| *left > before);
                left.map(|left| (left, follower.is_exhausted()))
            });
            if let (Some((left, is_exhausted)), Some(shared)) = (further, &place.shared) {
                shared.tell_of_pause(left, is_exhausted);
            }
            self.tell_pause(place);
        }
    }

    /// The word of the server about its quota. An attempt without a response has `Unknown`.
    fn word(
        &self,
        heard: Option<QuotaWord>,
        attempt: &Result<StatusCode, Box<FailedAttempt>>,
    ) -> QuotaWord {
        let Err(failed) = attempt else {
            return heard.unwrap_or(QuotaWord::Accepted);
        };
        let (failure, limit) = (&failed.failure, self.policy().get_retry_after());
        failure.status.map_or(QuotaWord::Unknown, |status| {
            quota_word(status, &failure.headers, limit, clock::now)
        })
    }
}
