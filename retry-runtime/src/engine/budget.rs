//! The budget around a call: its retries are paid for by calls that succeed at once.
//!
//! That a retry was paid for stands in the record of the attempt before it, so that a sleeping call needs
//! no room for it. What was drawn and not sent is given back when the call is dropped.

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
    /// Pays for a retry that has been decided on. A budget that is spent ends the call.
    pub(crate) fn pay(&self, next: Decision, failure: &Failure) -> (Decision, Drawn) {
        let Decision::Retry(_, source) = next else {
            return (next, Drawn::No);
        };
        let Some(rule) = self
            .policy()
            .budget_rule()
            .filter(|_| is_paid_for(failure, source))
        else {
            return (next, Drawn::No);
        };
        let attempts = self.policy().max_attempts();
        let draw = |origin: &OriginState, now| origin.budget.draw(rule, attempts, now);
        match self
            .call
            // The next attempt may go to another server, and it is that one whom the retry would
            // burden.
            .at_origin(self.next_place(), rule, draw)
        {
            Some(true) => (next, Drawn::Unsent),
            Some(false) => (Decision::GiveUp(GaveUp::BudgetSpent), Drawn::No),
            None => (next, Drawn::No),
        }
    }

    /// Notes that the retry that was paid for, if one was, is sent.
    pub(crate) fn spent(&mut self) -> &mut Self {
        if let Some(last) = self.records.last_mut()
            && last.drawn == Drawn::Unsent
        {
            last.drawn = Drawn::Sent;
        }
        self
    }

    /// Gives attempt `number` back, if it is a retry that was paid for: it ended well, or was never sent.
    pub(crate) fn give_back(&mut self, number: u32) {
        let place = self.place_of(number);
        if let Some(before) = self.records.last_mut() {
            self.call.give_back(before, place);
        }
    }

    /// Pays for a hedge. Tells whether it may be sent, and whether it was paid for.
    pub(crate) fn pay_for_hedge(&self) -> Option<bool> {
        let Some(rule) = self.policy().budget_rule() else {
            return Some(false);
        };
        let attempts = self.policy().max_attempts();
        let draw = |origin: &OriginState, now| origin.budget.draw(rule, attempts, now);
        match self.call.at_origin(1, rule, draw) {
            Some(false) => None,
            Some(true) => Some(true),
            None => Some(false),
        }
    }

    /// Gives back what a hedge was paid with.
    pub(crate) fn give_back_hedge(&self) {
        if let Some(rule) = self.policy().budget_rule() {
            let give_back = |origin: &OriginState, now| origin.budget.give_back(rule, now);
            self.call.at_origin(1, rule, give_back);
        }
    }

    /// Gives back a retry that was paid for and is never sent.
    pub(crate) fn give_back_unsent(&mut self) {
        let is_unsent = |last: &AttemptRecord| last.drawn == Drawn::Unsent;
        if self.records.last().is_some_and(is_unsent) {
            self.give_back(self.number());
        }
    }

    /// Settles what a call that ends well earns, or gets back.
    #[inline]
    pub(crate) fn settle(&mut self, status: StatusCode, sink: &dyn ResponseSink) {
        // A raw response is handed out with any status, and a server that only fails must not earn
        // retries.
        if sink.body_mode() == BodyMode::Raw && status.as_u16() >= 400 {
            return;
        }
        // A retry that ended well was no burden: it gets back what it cost, and earns nothing on
        // top.
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
        // Nearly every call goes to the first base URL, and comes by here if it succeeds.
        match guards.base(0) {
            Some(origin) if matches!(self.spec.target, Target::Path(_)) => {
                origin.budget.earn(rule, guards.origins.tick());
            }
            _ => self.earn_elsewhere(rule),
        }
    }

    #[inline(never)]
    fn earn_elsewhere(&self, rule: &BudgetRule) {
        let earn = |origin: &OriginState, now| origin.budget.earn(rule, now);
        self.at_origin(1, rule, earn);
    }

    /// Gives back the retry that is attempt `number`, if it was paid for after the attempt before it.
    pub(crate) fn give_back(&self, before: &mut AttemptRecord, number: u32) {
        if before.drawn == Drawn::No {
            return;
        }
        before.drawn = Drawn::No;
        if let Some(rule) = self.spec.policy().budget_rule() {
            let give_back = |origin: &OriginState, now| origin.budget.give_back(rule, now);
            self.at_origin(number, rule, give_back);
        }
    }

    /// Looks at the state of the origin that attempt `number` goes to, if it has one.
    fn at_origin<T>(
        &self,
        number: u32,
        rule: &BudgetRule,
        look: impl FnOnce(&OriginState, Tick) -> T,
    ) -> Option<T> {
        let guards = &self.core.guards;
        let bases = &self.spec.resolved.base_urls;
        match self.spec.target.destination(number, bases)? {
            Destination::Base(index) => {
                let origin = guards.base(index)?;
                Some(look(origin, guards.origins.tick()))
            }
            Destination::Url(url) => {
                let now = guards.origins.since_begun(Instant::now());
                let origin = guards.origins.any(url, rule, now)?;
                Some(look(&origin, Tick::at(now)))
            }
        }
    }
}

/// Tells whether a retry draws on the budget. One after a good response that `until` refuses costs
/// the server nothing it has not agreed to, and one after a 429 comes when the server itself has
/// said.
fn is_paid_for(failure: &Failure, source: DelaySource) -> bool {
    let is_invited =
        failure.status == Some(StatusCode::TOO_MANY_REQUESTS) && source == DelaySource::Server;
    failure.kind != ErrorKind::NotReady && !is_invited
}
