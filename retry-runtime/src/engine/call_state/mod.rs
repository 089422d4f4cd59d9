//! The state of one call across its attempts: what is counted, recorded and told of them.
//!
//! An attempt is counted when it is over, and in one place (`failed`), so that a call that is dropped has counted
//! none that it does not know the end of. Numbers and places are worked out here and nowhere else: hedges have
//! numbers of their own and take no entry of a list of base URLs, and events begin such a list anew.
//!
//! State that few calls have is boxed: the state lives as long as its call sleeps.

pub(super) mod failed;

use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicU8, AtomicU32};
use std::time::Duration;

use tokio::time::Instant;

use crate::clock::after;
use crate::engine::chain::Hop;
use crate::engine::core::PendingCall;
use crate::engine::failed_attempt::FailedAttempt;
use crate::engine::flight::Flight;
use crate::engine::list::BegunAnew;
use crate::error::{AttemptRecord, Failure};
use crate::policy::Policy;
use crate::policy::hooks::Attempt;
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

    pub(super) fn without_hedges(&self, number: u32) -> u32 {
        let hedges = u32::from(self.hedges.load(Relaxed));
        number - hedges.min(number.saturating_sub(1))
    }

    /// The attempt, while it is the only one in flight.
    pub(crate) fn flight(&self) -> Flight<'_> {
        let number = self.told_number();
        Flight {
            number,
            place: self.place(),
            is_hedge: self.is_hedge(number),
            trail: &self.trail,
        }
    }

    /// Tells whether attempt `number` was sent beside the first one, once those beside it are over.
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

    pub(crate) fn info(&self, number: u32, is_hedge: bool, begun: Instant) -> Attempt {
        let spec = &self.call.spec;
        Attempt {
            number,
            is_hedge,
            max_attempts: spec.policy().max_attempts(),
            elapsed: begun.saturating_duration_since(self.started),
            endpoint: spec.endpoint,
            is_same_origin: self.is_at_declared_origin() && !spec.resolved.base_urls.is_empty(),
            context: spec.context(self.place()).cloned(),
        }
    }
}
