//! A first attempt with hedges beside it, once it is slow.
//!
//! For the loop it is one turn: it returns the result of the attempt that decided, and adds the records of the others.
//! Calls without a hedge never come here, and reserve no memory for it.
//!
//! The attempts share the sink of the call. The first that ends with a response decodes it there, in the same poll in
//! which the others are dropped, so that none of them can replace its value.
//!
//! An attempt ends in one of four ways:
//!
//! ```text
//! a response                        →  decides; the others are dropped
//! a failure that is not retried     →  decides as well, and so does a redirect
//! a failure that would be retried   →  is recorded while another is in flight; decides as the last
//! a hedge that was never sent       →  is forgotten, and its payment refunded
//! ```
//!
//! They are polled by one task and not spawned, so that dropping the call drops them all, and none of them outlives the
//! request that it borrows.

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
    /// The rule for hedges of the attempt that begins now, if it may have any.
    pub(crate) fn hedge(&self, body_mode: BodyMode) -> Option<HedgeRule> {
        // An attempt that is repeated with another credential is still the first. One that resumes
        // a response that broke off is not, because it asks for the rest of a body.
        let is_first = self.performed == 0 && self.forgiven == self.repetitions();
        let is_read_in_full = matches!(body_mode, BodyMode::Buffered | BodyMode::Drained);
        let rule = self.policy().hedge_rule()?;
        (is_first && is_read_in_full).then_some(rule)
    }

    /// Performs the first attempt and its hedges. Returns the outcome that decides, and sets the bounds to those of its
    /// attempt.
    pub(crate) async fn hedged(
        &mut self,
        rule: HedgeRule,
        begun: &mut Instant,
        ends: &mut Instant,
        sink: &mut dyn ResponseSink,
    ) -> Outcome {
        // As many as a `HedgeRule` allows hedges. They live in this turn alone, so calls without a
        // hedge reserve no memory for them.
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

    /// Records the attempts that did not decide.
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
            // The attempt continues, so its record follows later, after those of the others.
            self.dropped = mem::take(&mut later);
        }
        (*self.hedges.get_mut(), self.later) = (hedges, later);
        if *by > 0 {
            *self.waited.get_mut() = 0;
        }
        // As for a retry that was paid for and succeeded.
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
