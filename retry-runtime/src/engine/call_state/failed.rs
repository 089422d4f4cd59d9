//! An attempt that failed: the decision about it, its record, and the reports to observers and telemetry.

use std::mem;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use tokio::time::Instant;

use crate::clock::{self, after};
use crate::decide::{Decision, RetryContext, decide, hint_of, needs_proof};
use crate::endpoint::Repeat;
use crate::engine::call_state::CallState;
use crate::engine::failed_attempt::FailedAttempt;
use crate::error::{AttemptRecord, DelaySource, Delivery, Drawn, ErrorKind, Failure, GaveUp};
use crate::policy::hooks::Verdict;
use crate::policy::strategy::{BackoffContext, StrategyDelay};
use crate::status_set::StatusSet;
use crate::telemetry;
use crate::transport::Trail;

impl CallState<'_> {
    /// Decides what comes after a failed attempt, and records it.
    pub(crate) fn fail(&mut self, failed: &mut FailedAttempt, begun: Instant) -> Decision {
        if let Some(by) = failed.failure.held_back_by {
            telemetry::held_back(self.call.spec.endpoint, by);
            self.give_back(self.number());
            return Decision::GiveUp(GaveUp::HeldBack);
        }
        if self.hop.is_none() && failed.failure.is_before_sending() {
            self.give_back(self.number());
            return Decision::GiveUp(GaveUp::NotRetryable);
        }
        note_connection(&self.trail, &mut failed.failure);
        let repeat = self.repeat(failed);
        let FailedAttempt {
            failure, verdict, ..
        } = failed;
        let now = Instant::now();
        let asked = hint_of(failure, *verdict, self.policy(), clock::now);
        // A stream of events that ended may have brought a wait of its own.
        let asked = asked.max(failure.retry_after);
        failure.retry_after = asked.max(self.call.spec.extras().least_delay);
        let floor = self.floor(failure.retry_after, now);
        let context = RetryContext {
            policy: self.policy(),
            repeat,
            attempt: self.number(),
            remaining: self.left(now),
            floor,
            // A one-shot body counts as spent, whether or not it arrived.
            is_spent: self.call.spec.is_one_shot(),
        };
        let decision = decide(failure, *verdict, &context, |floor| {
            self.delay(floor, failure, now)
        });
        let (decision, drawn) = self.pay(decision, failure);
        self.record_failure(failure, begun, decision);
        self.count_failure();
        if let Some(last) = self.records.last_mut() {
            last.drawn = drawn;
        }
        decision
    }

    /// Records a failed attempt, and tells observers and telemetry.
    pub(crate) fn record_failure(&mut self, failure: &Failure, begun: Instant, decision: Decision) {
        let endpoint = self.call.spec.endpoint;
        let told = self.told_number();
        let is_hedge = self.is_hedge(told);
        if let Some(credentials) = &self.call.credentials {
            // The credential that was fetched for this attempt has been sent.
            credentials.set_next(None);
        }
        let observers = &self.call.core.observers;
        if !observers.is_empty() {
            let info = self.info(told, is_hedge, begun);
            let delay = decision.wait().map(|(delay, _)| delay);
            observers.tell(|observer| observer.attempt_failed(&info, failure, delay));
        }
        let wait = decision.wait();
        let record = AttemptRecord {
            status: failure.status,
            kind: Some(failure.kind),
            wait: wait.map(|(delay, source)| (delay.into(), source)),
            hops: self.end_hops(),
            ..AttemptRecord::ended(begun, is_hedge, self.waited.load(Relaxed))
        };
        telemetry::attempt_failed(endpoint, told, &record);
        self.keep(record);
        self.is_performing = false;
    }

    /// Counts an attempt that has failed. An attempt that is repeated with other credentials is
    /// recorded, but never counted.
    pub(crate) fn count_failure(&mut self) {
        (self.performed, self.dropped) = (self.number(), 0);
    }

    /// Adds a record, in the order in which attempts began. The last record has the wait that follows.
    pub(crate) fn keep(&mut self, mut record: AttemptRecord) {
        // A call sleeps with its records on the heap, and `push` alone would reserve room for four.
        self.records.reserve_exact(1);
        let later = usize::from(mem::take(&mut self.later));
        if later > 0
            && let Some(last) = self.records.last_mut()
        {
            last.wait = record.wait.take();
        }
        self.records.insert(self.records.len() - later, record);
    }

    /// The repeat rule of the call, as far as it applies to the request that failed.
    ///
    /// That may be another request than the declared one: the next hop of a redirect that the loop or the transport
    /// followed. Its failure proves nothing about the declared request, neither that it was not sent nor that the
    /// server refused it.
    pub(crate) fn repeat(&self, failed: &mut FailedAttempt) -> Repeat {
        let spec = &self.call.spec;
        let repeat = spec.repeat(self.place());
        if !needs_proof(repeat, spec.policy()) || !self.is_of_another_request(failed, repeat) {
            return repeat;
        }
        // A certificate that is not accepted still makes another attempt useless.
        let is_judged = matches!(failed.verdict, Verdict::Retry | Verdict::RetryAfter(_));
        if is_judged || failed.failure.delivery != Delivery::NotSentForGood {
            failed.failure.delivery = Delivery::MaybeProcessed;
        }
        Repeat::Unprocessed(StatusSet::NONE)
    }

    fn is_of_another_request(&self, failed: &FailedAttempt, repeat: Repeat) -> bool {
        let is_hop = self.hop.as_ref().is_some_and(|hop| !hop.is_the_call());
        // A POST that was redirected to its own URL looks the same as one that was not redirected.
        let is_unknown = self.call.core.follows_unseen
            && failed.is_reported
            && matches!(repeat, Repeat::Unprocessed(_));
        is_hop || is_unknown || failed.is_of_another_url
    }

    /// The wait that the server of the next attempt asked for. It may be another server than that of the last attempt.
    fn floor(&mut self, asked: Option<Duration>, now: Instant) -> Option<Duration> {
        let place = |entry| self.call.spec.place(entry);
        let (here, there) = (place(self.place()), place(self.next_place()));
        // The usual call has one place, and does not allocate.
        if here == there && self.held.is_none() {
            return asked;
        }
        let held = self.held.get_or_insert_default();
        if let Some(asked) = asked {
            // A server that asked for a minute is not asked again before that, even if others have
            // been tried since.
            held.push((here, after(now, asked)));
        }
        let waits = held.iter().filter(|(place, _)| *place == there);
        let longest = waits.map(|(_, until)| until.saturating_duration_since(now));
        longest.max()
    }

    fn delay(&self, floor: Duration, failure: &Failure, now: Instant) -> StrategyDelay {
        let context = BackoffContext {
            retry: self.without_hedges(self.number()) - 1,
            elapsed: now.duration_since(self.started),
            previous: self
                .records
                .iter()
                .rfind(|record| !record.is_repeated)
                .and_then(AttemptRecord::delay),
            status: failure.status,
            headers: failure.status.map(|_| &failure.headers),
        };
        let core = &self.call.core;
        core.draw(|rng| self.policy().strategy.delay_above(floor, &context, rng))
    }
}

impl AttemptRecord {
    /// The record of an attempt that ends now, before its result is filled in.
    pub(crate) fn ended(begun: Instant, is_hedge: bool, held: u32) -> Self {
        Self {
            status: None,
            kind: None,
            duration: Instant::now().saturating_duration_since(begun).into(),
            wait: None,
            hops: 0,
            drawn: Drawn::No,
            is_repeated: false,
            is_hedge,
            held,
        }
    }
}

/// Exchanges knowledge between a failure and the connection that it happened on.
pub(crate) fn note_connection(trail: &Trail, failure: &mut Failure) {
    if failure.delivery == Delivery::NotSent {
        // A hook ran out of time, so the trail is still about the previous attempt.
        return;
    }
    match (failure.kind, failure.status.map(|status| status.as_u16())) {
        (ErrorKind::Timeout, _) if trail.is_connecting() => {
            failure.delivery = Delivery::NotSent;
        }
        (ErrorKind::Timeout, _) => trail.timed_out(),
        (ErrorKind::Reset | ErrorKind::Body, _) => trail.lost(),
        (_, Some(421)) => trail.misdirected(),
        _ => {}
    }
}

impl Decision {
    fn wait(self) -> Option<(Duration, DelaySource)> {
        match self {
            Self::Retry(delay, source) => Some((delay, source)),
            Self::GiveUp(_) => None,
        }
    }
}
