//! The state of one call across its attempts: what is counted, recorded and told of them.

use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicU8, AtomicU32};
use std::time::Duration;

use rand::Rng;
use tokio::time::Instant;

use crate::clock::{self, after};
use crate::decide::{Decision, RetryContext, decide, hint_of, needs_proof};
use crate::endpoint::Repeat;
use crate::engine::chain::Hop;
use crate::engine::core::PendingCall;
use crate::engine::exchange::FailedAttempt;
use crate::engine::flight::Flight;
use crate::engine::list::BegunAnew;
use crate::error::{AttemptRecord, DelaySource, Delivery, Drawn, ErrorKind, Failure, GaveUp};
use crate::policy::Policy;
use crate::policy::hooks::{Attempt, Verdict};
use crate::policy::strategy::{BackoffContext, StrategyDelay};
use crate::random::draw;
use crate::status_set::StatusSet;
use crate::telemetry;
use crate::telemetry::Trace;
use crate::transport::Trail;

/// State of one call across its attempts.
pub(crate) struct CallState<'a> {
    /// Exclusive, because a redirect can make another request of the call.
    pub(crate) call: &'a mut PendingCall,
    pub(crate) started: Instant,
    pub(crate) deadline: Option<Instant>,
    /// Attempts that are over, from the one that counts as the first.
    pub(crate) performed: u32,
    /// Attempts before that one.
    pub(crate) forgiven: u32,
    /// Records of the attempts that failed, and in the end of the one that did not.
    pub(crate) records: Vec<AttemptRecord>,
    /// The last real failure, in case the deadline cuts the attempt after it.
    pub(crate) last_failure: Option<Box<Failure>>,
    /// A response that broke off after it was handed out, and the beginning of its attempt.
    pub(crate) broken_off: Option<Box<(Box<FailedAttempt>, Instant)>>,
    /// The request that a redirect asked for, while the attempt goes on with it.
    pub(crate) hop: Option<Box<Hop>>,
    /// Places that have asked for a wait, and until when, once a call has gone from one to another.
    #[expect(clippy::box_collection, reason = "one word, as few calls have any")]
    pub(crate) held: Option<Box<Vec<(u32, Instant)>>>,
    /// An attempt has begun, and is not over.
    pub(crate) is_performing: bool,
    /// True until the observers have been told of the end, or something else has taken over to tell them.
    pub(crate) is_open: bool,
    /// Milliseconds that guards held the attempt back that is being performed.
    pub(crate) waited: AtomicU32,
    /// Attempts that were sent beside the first one.
    pub(crate) hedges: AtomicU8,
    /// Those of them that began after the attempt that ended first, and have their records already.
    pub(crate) later: u8,
    /// Those of them that have numbers after that of the attempt that is being performed: it goes on alone, with
    /// another credential or where a redirect leads.
    pub(crate) dropped: u8,
    /// The list of base URLs begun anew, in a stream of events that has brought some.
    pub(crate) list: Option<BegunAnew>,
    pub(crate) trace: Trace,
    /// The connections that the attempts went over.
    pub(crate) trail: Trail,
}

/// Tells of a call that is dropped before its end: it has been cancelled.
impl Drop for CallState<'_> {
    // The one way to learn of a cancellation: a future that is dropped is not polled again.
    fn drop(&mut self) {
        if self.is_open {
            self.give_back_unsent();
            self.cancelled();
        }
    }
}

impl<'a> CallState<'a> {
    pub(crate) fn begin(call: &'a mut PendingCall) -> Self {
        if let Some(environment) = &call.core.environment {
            environment.0.begin();
        }
        let started = Instant::now();
        let trace = Trace::begin(call.spec.endpoint);
        Self::at(call, started, trace)
    }

    /// A call that started some time ago, of which no attempt is over.
    pub(crate) fn at(call: &'a mut PendingCall, started: Instant, trace: Trace) -> Self {
        let deadline = call.deadline(started);
        Self {
            call,
            started,
            deadline,
            performed: 0,
            forgiven: 0,
            records: Vec::new(),
            last_failure: None,
            broken_off: None,
            hop: None,
            held: None,
            is_performing: false,
            is_open: true,
            waited: AtomicU32::new(0),
            hedges: AtomicU8::new(0),
            later: 0,
            dropped: 0,
            list: None,
            trace,
            trail: Trail::default(),
        }
    }

    pub(crate) fn policy(&self) -> &Policy {
        self.call.spec.policy()
    }

    /// The number of the attempt that is being performed, from 1.
    pub(crate) fn number(&self) -> u32 {
        self.performed.saturating_add(1)
    }

    /// The same, as hooks and observers are told it. An attempt that goes on after others beside it were dropped
    /// keeps its number, though those count.
    pub(crate) fn told_number(&self) -> u32 {
        self.number() - u32::from(self.later.max(self.dropped))
    }

    /// The number that says which entry of a list the attempt goes to. Hedges go where the first
    /// attempt goes, and so take no entry.
    pub(crate) fn place(&self) -> u32 {
        self.place_of(self.number())
    }

    /// The entry that the attempt after this one would go to.
    pub(crate) fn next_place(&self) -> u32 {
        self.place_of(self.number().saturating_add(1))
    }

    pub(crate) fn place_of(&self, number: u32) -> u32 {
        let number = self.without_hedges(number);
        self.list.map_or(number, |list| list.place_of(number))
    }

    fn without_hedges(&self, number: u32) -> u32 {
        let hedges = u32::from(self.hedges.load(Relaxed));
        number - hedges.min(number.saturating_sub(1))
    }

    /// The attempt, while it is the only one in flight.
    pub(crate) fn flight(&self) -> Flight<'_> {
        Flight {
            number: self.told_number(),
            place: self.place(),
            trail: &self.trail,
        }
    }

    /// Tells whether attempt `number` was sent beside the first one.
    pub(crate) fn is_hedge(&self, number: u32) -> bool {
        (2..=u32::from(self.hedges.load(Relaxed)) + 1).contains(&number)
    }

    /// The beginning of the next attempt. The first begins with the call.
    pub(crate) fn now(&self) -> Instant {
        if self.records.is_empty() && self.hop.is_none() {
            // No second look at the clock: what was done since the beginning is not worth a system
            // call.
            self.started
        } else {
            Instant::now()
        }
    }

    /// Bounds of the next request: the beginning of its attempt, and the end. All requests of an
    /// attempt share them.
    pub(crate) fn bounds(&self, now: Instant) -> (Instant, Instant) {
        if let Some(hop) = &self.hop {
            return (hop.begun, hop.ends);
        }
        let own = after(now, self.policy().get_attempt_timeout());
        (now, self.deadline.map_or(own, |deadline| own.min(deadline)))
    }

    pub(crate) fn left(&self, now: Instant) -> Option<Duration> {
        let deadline = self.deadline?;
        Some(deadline.saturating_duration_since(now))
    }

    pub(crate) fn info(&self, number: u32, begun: Instant) -> Attempt {
        let spec = &self.call.spec;
        Attempt {
            number,
            is_hedge: self.is_hedge(number),
            max_attempts: spec.policy().max_attempts(),
            elapsed: begun.saturating_duration_since(self.started),
            endpoint: spec.endpoint,
            is_same_origin: self.is_at_declared_origin() && !spec.resolved.base_urls.is_empty(),
            context: spec.context(self.place()).cloned(),
        }
    }

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
        // A stream of events that came to its end brings a wait of its own.
        let asked = asked.max(failure.retry_after);
        failure.retry_after = asked.max(self.call.spec.least_delay());
        let floor = self.floor(failure.retry_after, now);
        let context = RetryContext {
            policy: self.policy(),
            repeat,
            attempt: self.number(),
            remaining: self.left(now),
            floor,
            // A body that can be sent once has been sent, whatever became of it.
            is_spent: self.call.spec.is_one_shot(),
        };
        let decision = decide(failure, *verdict, &context, |floor| {
            self.delay(floor, failure, now)
        });
        let (decision, drawn) = self.pay(decision, failure, now);
        self.record_failure(failure, begun, decision);
        if let Some(last) = self.records.last_mut() {
            last.drawn = drawn;
        }
        decision
    }

    /// Records a failed attempt, and tells those who watch.
    pub(crate) fn record_failure(&mut self, failure: &Failure, begun: Instant, decision: Decision) {
        let endpoint = self.call.spec.endpoint;
        let (number, told) = (self.number(), self.told_number());
        if let Some(credentials) = &self.call.credentials {
            // What was fetched for this attempt has been sent.
            credentials.set_next(None);
        }
        let observers = &self.call.core.observers;
        if !observers.is_empty() {
            let (info, delay) = (
                self.info(told, begun),
                decision.wait().map(|(delay, _)| delay),
            );
            observers.tell(|observer| observer.attempt_failed(&info, failure, delay));
        }
        let record = AttemptRecord {
            status: failure.status,
            kind: Some(failure.kind),
            duration: Instant::now().saturating_duration_since(begun).into(),
            wait: decision
                .wait()
                .map(|(delay, source)| (delay.into(), source)),
            hops: self.end_hops(),
            drawn: Drawn::No,
            is_repeated: false,
            is_hedge: self.is_hedge(told),
            held: self.waited.load(Relaxed),
        };
        telemetry::attempt_failed(endpoint, told, &record);
        self.keep(record);
        (self.performed, self.dropped) = (number, 0);
        self.is_performing = false;
    }

    /// Keeps a record, in the order in which attempts began. The wait that follows stands with the last.
    pub(crate) fn keep(&mut self, mut record: AttemptRecord) {
        // A call sleeps with its records on the heap. `push` alone would begin with room for four.
        self.records.reserve_exact(1);
        let later = usize::from(std::mem::take(&mut self.later));
        if later > 0
            && let Some(last) = self.records.last_mut()
        {
            last.wait = record.wait.take();
        }
        self.records.insert(self.records.len() - later, record);
    }

    /// Reasons to repeat the call, as far as they hold for what failed.
    ///
    /// The failure may be of another request than the declared one: a redirect's next hop, whoever
    /// followed it. Then it proves nothing about the declared one, neither that it was not sent nor
    /// that the server refused it.
    pub(crate) fn repeat(&self, failed: &mut FailedAttempt) -> Repeat {
        let spec = &self.call.spec;
        let repeat = spec.repeat(self.place());
        if !needs_proof(repeat, spec.policy()) || !self.is_of_another_request(failed, repeat) {
            return repeat;
        }
        // Of a certificate that is not accepted it is still known that asking again is no use.
        let is_judged = matches!(failed.verdict, Verdict::Retry | Verdict::RetryAfter(_));
        if is_judged || failed.failure.delivery != Delivery::NotSentForGood {
            failed.failure.delivery = Delivery::MaybeProcessed;
        }
        Repeat::Unprocessed(StatusSet::NONE)
    }

    fn is_of_another_request(&self, failed: &FailedAttempt, repeat: Repeat) -> bool {
        let is_hop = self.hop.as_ref().is_some_and(|hop| !hop.is_the_call());
        // A POST that is redirected to its own URL cannot be told from one that is not.
        let is_unknown = self.call.core.follows_unseen
            && failed.is_reported
            && matches!(repeat, Repeat::Unprocessed(_));
        is_hop || is_unknown || failed.is_of_another_url
    }

    /// The wait that is asked for by the server of the next attempt, which need not be the one of the last.
    fn floor(&mut self, asked: Option<Duration>, now: Instant) -> Option<Duration> {
        let place = |entry| self.call.spec.place(entry);
        let (here, there) = (place(self.place()), place(self.next_place()));
        // The usual call has one place, and allocates nothing.
        if here == there && self.held.is_none() {
            return asked;
        }
        let held = self.held.get_or_insert_default();
        if let Some(asked) = asked {
            // A server that asked for a minute is not asked again within it, though others have
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
        // Out by a variable, as the closure has to be `dyn` for the environment of a test.
        let mut drawn = StrategyDelay::default();
        let mut delay = |rng: &mut dyn Rng| {
            drawn = self.policy().delay_above(floor, &context, rng);
            drawn.delay
        };
        match &self.call.core.environment {
            Some(environment) => environment.0.draw(&mut delay),
            None => draw(delay),
        };
        drawn
    }
}

/// Takes note of what a failure says of its connection, and the connection of the failure.
pub(crate) fn note_connection(trail: &Trail, failure: &mut Failure) {
    if failure.delivery == Delivery::NotSent {
        // A hook ran out of time, so the trail is that of the attempt before.
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
