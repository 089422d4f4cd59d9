//! An attempt that declared guards have to let go first.
//!
//! Boxed as a whole, so that calls without guards have no room for it. All waiting is before the
//! attempt begins: its `attempt_timeout` does not run yet, the `timeout` of the call does.
//!
//! The order is from cheap to dear, and from what may be taken back to what may not:
//!
//! ```text
//! circuit   a look, so that a call that would be refused waits for nothing
//! turns     behind the pauses of the method and its trait, then of their limits; given back if what follows says no
//! permits   places among those in flight, held until the attempt is over
//! again     from the top, if a pause has begun while the others were waited for
//! circuit   entered for good: it may have opened meanwhile
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

/// Turns and permits with which guards have let an attempt go. The turns are given back if it is dropped.
pub(crate) struct Admitted<'a> {
    admission: Admission,
    turns: Vec<Taken<'a>>,
}

impl CallState<'_> {
    /// An attempt, once its guards have let it go: it begins, and ends, later by the time that they take.
    /// A hop of a redirect is part of an attempt that they have let go, and is so until its end.
    pub(crate) fn in_turn<'b>(
        &'b mut self,
        begun: &'b mut Instant,
        ends: &'b mut Instant,
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        if let Some(hop) = &mut self.hop {
            let bounds = (*begun, *ends);
            return match hop.admission.take() {
                Some(admission) => Box::pin(self.guarded_hop(admission, bounds, sink)),
                None => self.attempt(self.flight(), *begun, *ends, sink),
            };
        }
        if !self.policy().is_guarded() {
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
        let (turns, permits) = loop {
            for (place, rule) in circuits(places) {
                self.look_at_circuit(&place.scope, rule)?;
            }
            let turns = self.wait_for_turns(places).await?;
            let permits = self.wait_for_permits(places).await?;
            // A pause may have begun while the others were waited for: mostly by the attempt that has left its permit.
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
        bounds: (Instant, Instant),
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let Admitted { admission, turns } = admitted;
        let now = self.call.core.guards.origins.since_begun(bounds.0);
        // From here on they are spent.
        for taken in turns {
            taken.spend(now);
        }
        self.in_sight(flight, places, admission, bounds, sink).await
    }

    /// The hop of an attempt that guards have let go. It takes no turn; what the server says is about the origin that
    /// it goes to.
    async fn guarded_hop(
        &self,
        admission: Admission,
        bounds: (Instant, Instant),
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let places = self.places();
        self.in_sight(self.flight(), &places, admission, bounds, sink)
            .await
    }

    /// A request whose response the guards hear of. If that is a redirect which is followed, the attempt
    /// is not over, and keeps what they have given it.
    async fn in_sight(
        &self,
        flight: Flight<'_>,
        places: &[Guarded],
        mut admission: Admission,
        (begun, ends): (Instant, Instant),
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let follows = places.iter().any(|place| place.follow.is_some());
        let mut sink = Listening::new(sink, follows, self.policy().get_retry_after());
        // Not the beginning of the attempt, which may have been several redirects ago.
        let sent = Instant::now();
        let mut attempt = self.attempt(flight, begun, ends, &mut sink).await;
        let word = self.word(sink.heard, &attempt);
        self.hear(places, &mut admission, sent, word);
        if let Err(failed) = &mut attempt
            && let Some(redirect) = &mut failed.redirect
        {
            redirect.admission = Some(admission);
        } else if let Ok(status) = attempt
            && sink.is_partial()
        {
            // Its call reads on, so the attempt is not over.
            sink.hold(Box::new(move |failed| {
                admission.end(failed.map_or_else(|| of_status(status), of_failure));
            }));
        } else {
            admission.end(result_of(&attempt));
        }
        attempt
    }

    /// Tells the guards what came of a request.
    fn hear(&self, places: &[Guarded], admission: &mut Admission, sent: Instant, word: QuotaWord) {
        let clock = &self.call.core.guards.origins;
        let (sent, now) = (clock.since_begun(sent), clock.since_begun(Instant::now()));
        for place in places.iter().filter(|place| place.follow.is_some()) {
            // A hop has taken no turn, so an attempt counts once at each place, or its rate would seem higher.
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
                    QuotaWord::Accepted | QuotaWord::Nothing => {}
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
