//! The retry budget of a call. Calls that succeed at their first attempt earn it, and retries spend it.
//!
//! The record of an attempt notes whether the retry after it was paid for, so that a sleeping call needs no further
//! memory for it. A retry that was paid for but not sent is given back when the call is dropped.

use std::mem;

use http::StatusCode;
use tokio::time::Instant;

use crate::decide::Decision;
use crate::decode::{BodyMode, ResponseSink};
use crate::engine::call_state::CallState;
use crate::engine::core::PendingCall;
use crate::error::{AttemptRecord, DelaySource, Drawn, ErrorKind, Failure, GaveUp};
use crate::guards::{OriginState, Tick};
use crate::policy::guard_rules::BudgetRule;
use crate::request::{Destination, Target};

impl CallState<'_> {
    /// Pays for a retry that has been decided on. A spent budget ends the call.
    pub(crate) fn pay(&self, next: Decision, failure: &Failure) -> (Decision, Drawn) {
        match next {
            Decision::Retry(_, source) if is_paid_for(failure, source) => {}
            _ => return (next, Drawn::No),
        }
        // From the budget of the next attempt's server, since the retry puts its load there.
        match self.draw_budget(self.next_place()) {
            Some(true) => (next, Drawn::Unsent),
            Some(false) => (Decision::GiveUp(GaveUp::BudgetSpent), Drawn::No),
            None => (next, Drawn::No),
        }
    }

    /// Draws one attempt from the budget of the origin at `place`. `None` means that there is no budget.
    fn draw_budget(&self, place: u32) -> Option<bool> {
        let attempts = self.policy().max_attempts();
        self.call.at_origin(place, |origin, rule, now| {
            origin.budget.draw(rule, attempts, now)
        })
    }

    /// Notes that a retry that was paid for is being sent.
    pub(crate) fn spent(&mut self) -> &mut Self {
        if let Some(last) = self.records.last_mut()
            && last.drawn == Drawn::Unsent
        {
            last.drawn = Drawn::Sent;
        }
        self
    }

    /// Refunds attempt `number` if it is a retry that was paid for: it succeeded, or was never sent.
    pub(crate) fn give_back(&mut self, number: u32) {
        let place = self.place_of(number);
        if let Some(before) = self.records.last_mut() {
            self.call.give_back(before, place);
        }
    }

    /// Pays for a hedge. Returns whether it was paid for, or `None` if it may not be sent.
    pub(crate) fn pay_for_hedge(&self) -> Option<bool> {
        match self.draw_budget(1) {
            Some(false) => None,
            drawn => Some(drawn.is_some()),
        }
    }

    /// Refunds a hedge that was paid for.
    pub(crate) fn give_back_hedge(&self) {
        self.call.refund(1);
    }

    /// Refunds a retry that was paid for and will not be sent.
    pub(crate) fn give_back_unsent(&mut self) {
        let is_unsent = |last: &AttemptRecord| last.drawn == Drawn::Unsent;
        if self.records.last().is_some_and(is_unsent) {
            self.give_back(self.number());
        }
    }

    /// Credits a call that succeeded: it earns budget, or gets its retry refunded.
    #[inline]
    pub(crate) fn settle(&mut self, status: StatusCode, sink: &dyn ResponseSink) {
        // A raw response is handed out with any status, and a server that only fails must not earn
        // retries.
        if sink.body_mode() == BodyMode::Raw && status.as_u16() >= 400 {
            return;
        }
        // A retry that succeeded was useful load: it gets back its cost, but earns nothing.
        if self.performed - u32::from(self.later.max(self.dropped)) > 1
            || self.forgiven > self.repetitions()
        {
            self.give_back(self.performed);
        } else {
            self.call.earn();
        }
    }
}

impl PendingCall {
    /// Notes a call that succeeded at its first attempt.
    #[inline]
    pub(crate) fn earn(&self) {
        let Some(rule) = self.spec.policy().budget_rule() else {
            return;
        };
        let guards = &self.core.guards;
        // Nearly every successful call comes by here, and goes to the first base URL.
        match guards.base(0) {
            Some(origin) if matches!(self.spec.target, Target::Path(_)) => {
                origin.budget.earn(rule, guards.origins.tick());
            }
            _ => self.earn_elsewhere(),
        }
    }

    #[inline(never)]
    fn earn_elsewhere(&self) {
        self.at_origin(1, |origin, rule, now| origin.budget.earn(rule, now));
    }

    /// Refunds attempt `number`, if the record before it says that it was paid for.
    pub(crate) fn give_back(&self, before: &mut AttemptRecord, number: u32) {
        if mem::replace(&mut before.drawn, Drawn::No) != Drawn::No {
            self.refund(number);
        }
    }

    fn refund(&self, number: u32) {
        self.at_origin(number, |origin, rule, now| {
            origin.budget.give_back(rule, now);
        });
    }

    /// Looks at the state of the origin of attempt `number`, if the call has a budget there.
    fn at_origin<T>(
        &self,
        number: u32,
        look: impl FnOnce(&OriginState, &BudgetRule, Tick) -> T,
    ) -> Option<T> {
        let rule = self.spec.policy().budget_rule()?;
        let guards = &self.core.guards;
        let bases = &self.spec.resolved.base_urls;
        match self.spec.target.destination(number, bases)? {
            Destination::Base(index) => {
                let origin = guards.base(index)?;
                Some(look(origin, rule, guards.origins.tick()))
            }
            Destination::Url(url) => {
                let now = guards.origins.since_begun(Instant::now());
                let origin = guards.origins.any(url, rule, now)?;
                Some(look(&origin, rule, Tick::at(now)))
            }
        }
    }
}

/// Tells whether a retry draws on the budget. A retry after a good response that `until` refuses does not, because
/// the server has agreed to be polled; neither does a retry after a 429, because the server itself has named its time.
fn is_paid_for(failure: &Failure, source: DelaySource) -> bool {
    let is_invited =
        failure.status == Some(StatusCode::TOO_MANY_REQUESTS) && source == DelaySource::Server;
    failure.kind != ErrorKind::NotReady && !is_invited
}
