//! A first attempt with others beside it, once it takes its time.
//!
//! For the loop it is one turn: what comes out is the result of the attempt that decided, and
//! before it the records of the others. Calls without a hedge never come here, and have no room for
//! it.
//!
//! The attempts share the sink of the call. Whoever ends first with a response decodes it there, in
//! the same poll in which the others are dropped, so none of them can put its own value in place of
//! that.
//!
//! An attempt here ends in one of four ways:
//!
//! ```text
//! a response                        →  decides; the others are dropped
//! a failure that is not retried     →  decides as well, and so does a redirect
//! a failure that would be retried   →  is recorded while another is in flight; decides as the last
//! a hedge that was never sent       →  is forgotten, and what it was paid with given back
//! ```
//!
//! They are polled by one task and not spawned: dropping the call drops them all, and none of them
//! can outlive the request that it borrows.

use std::mem;
use std::sync::Mutex;
use std::sync::atomic::Ordering::Relaxed;

use tokio::time::Instant;

use crate::decode::{BodyMode, ResponseSink};
use crate::engine::call_state::CallState;
use crate::engine::ended::{Decided, Outcome};
use crate::engine::race::Race;
use crate::policy::guard_rules::HedgeRule;
use crate::telemetry;
use crate::transport::Trail;

impl CallState<'_> {
    /// The rule for attempts beside the one that begins now, if there are to be any.
    pub(crate) fn hedge(&self, body_mode: BodyMode) -> Option<HedgeRule> {
        // An attempt that is repeated with another credential is still the first. One that goes on
        // with a response that broke off is not: it asks for the rest of a body that is here
        // already.
        let is_first = self.performed == 0 && self.forgiven == self.repetitions();
        let is_read_whole = matches!(body_mode, BodyMode::Buffered | BodyMode::Drained);
        let rule = self.policy().hedge_rule()?;
        (is_first && is_read_whole).then_some(rule)
    }

    /// The first attempt and those beside it. What comes out is the outcome that decides, with the bounds of
    /// its attempt.
    pub(crate) async fn hedged(
        &mut self,
        rule: HedgeRule,
        begun: &mut Instant,
        ends: &mut Instant,
        sink: &mut dyn ResponseSink,
    ) -> Outcome {
        // As many as a `HedgeRule` allows beside the first. They are the connections of this turn
        // alone, and so take no room in calls without a hedge.
        let mut trails = <[Trail; 3]>::default();
        let decided = {
            let state = &*self;
            let places = state.places();
            let admitted = state.admitted(&places).await?;
            let race = Race {
                state,
                places: &places,
                body_mode: sink.body_mode(),
                sink: &Mutex::new(sink),
                trails: &trails,
            };
            race.run(rule, admitted, state.admitted_bounds(*begun))
                .await
        };
        let by = &decided.all[decided.by];
        (*begun, *ends) = (by.begun, by.ends);
        if let Some(at) = decided.by.checked_sub(1) {
            // The loop looks there for the connection of the attempt that decided.
            self.trail = mem::take(&mut trails[at]);
        }
        self.note(decided)
    }

    /// Notes what became of the attempts that did not decide.
    fn note(&mut self, decided: Decided) -> Outcome {
        let Decided { all, by, .. } = &decided;
        let (has_won, held) = (decided.outcome.is_ok(), self.waited.load(Relaxed));
        let (mut hedges, mut later) = (0, 0);
        for (at, ended) in all.iter().enumerate().filter(|(_, ended)| ended.is_sent) {
            if at > 0 {
                hedges += 1;
                telemetry::hedge_ended(self.call.spec.endpoint, has_won && at == *by);
            }
            if at != *by {
                later += u8::from(at > *by);
                self.performed += 1;
                // A hedge that a guard would hold back is not sent, so only the first can have
                // waited.
                let held = if at == 0 { held } else { 0 };
                self.records.push(ended.record(at > 0, held));
            }
        }
        if let Err(failed) = &decided.outcome
            && (failed.redirect.is_some() || failed.renewal.is_some())
        {
            // The attempt goes on, so its record is still to come, after those of the others.
            self.dropped = mem::take(&mut later);
        }
        (*self.hedges.get_mut(), self.later) = (hedges, later);
        if *by > 0 {
            *self.waited.get_mut() = 0;
        }
        // As with a retry that was paid for and ended well.
        if has_won && all[*by].is_paid {
            self.give_back_hedge();
        }
        if let Some(asked) = decided.asked {
            let here = self.call.spec.place(1);
            self.held.get_or_insert_default().push((here, asked));
        }
        decided.outcome
    }
}
