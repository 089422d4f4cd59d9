//! The state of one call across its attempts: their number, their records, and the reports about them.
//!
//! An attempt is counted when it is over, so that a call that is dropped counts no attempt whose end it does not
//! know: a failed one in `failed`, a successful one in `finish`. Numbers and places are worked out here and nowhere
//! else: hedges have numbers of their own but use the list entry of the first attempt, and a stream that has brought
//! events starts its list of base URLs again.
//!
//! State that few calls need is boxed, because it lives as long as its call sleeps.
//!
//! Nothing here sends, waits or decides: `decide` makes the decision, and the loop carries it out.

pub(super) mod failed;

use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicU8, AtomicU32};
use std::time::Duration;

use tokio::time::Instant;

use crate::clock::{after, earlier};
use crate::engine::chain::Hop;
use crate::engine::core::PendingCall;
use crate::engine::failed_attempt::FailedAttempt;
use crate::engine::flight::Flight;
use crate::engine::list::RestartedList;
use crate::error::{AttemptRecord, Failure};
use crate::policy::Policy;
use crate::policy::hooks::Attempt;
use crate::telemetry::Trace;
use crate::transport::Trail;

/// State of one call across its attempts.
pub(crate) struct CallState<'a> {
    /// Exclusive, because a redirect may turn the call into another request.
    pub(crate) call: &'a mut PendingCall,
    pub(crate) started: Instant,
    pub(crate) deadline: Option<Instant>,
    /// Attempts that are over, beginning with the one that counts as the first.
    pub(crate) performed: u32,
    /// Attempts before that one.
    pub(crate) forgiven: u32,
    /// Records of the attempts that failed, and of the successful one once the call is over.
    pub(crate) records: Vec<AttemptRecord>,
    /// The last real failure, in case the deadline cuts the attempt after it.
    pub(crate) last_failure: Option<Box<Failure>>,
    /// A response that broke off after it was handed out, and the time at which its attempt began.
    pub(crate) broken_off: Option<Box<(Box<FailedAttempt>, Instant)>>,
    /// The request that a redirect asked for, while the attempt continues with it.
    pub(crate) hop: Option<Box<Hop>>,
    /// Places that have asked for a wait, and its end, once a call has moved from one place to another.
    #[expect(clippy::box_collection, reason = "one word, as few calls have any")]
    pub(crate) held: Option<Box<Vec<(u32, Instant)>>>,
    /// True while an attempt is being performed.
    pub(crate) is_performing: bool,
    /// True until the observers have been told about the end, or another owner is responsible for telling them.
    pub(crate) is_open: bool,
    /// Milliseconds that guards held back the current attempt.
    pub(crate) waited: AtomicU32,
    /// Attempts that were sent beside the first one.
    pub(crate) hedges: AtomicU8,
    /// Hedges that began after the attempt that decided, and have their records already.
    pub(crate) later: u8,
    /// Hedges whose numbers follow that of the current attempt, which continues alone with another credential or
    /// after a redirect.
    pub(crate) dropped: u8,
    /// The list of base URLs, restarted by a stream that has brought events.
    pub(crate) list: Option<RestartedList>,
    pub(crate) trace: Trace,
    /// The connections that the attempts went over.
    pub(crate) trail: Trail,
}

/// Reports a call that is dropped before its end as cancelled.
impl Drop for CallState<'_> {
    // The only way to learn of a cancellation: a future that is dropped is not polled again.
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

    /// The state of a call that started at that time, before its first attempt is over.
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

    /// The number of the current attempt, from 1.
    pub(crate) fn number(&self) -> u32 {
        self.performed.saturating_add(1)
    }

    /// The number that hooks and observers are told. An attempt that continues after hedges were dropped keeps its
    /// number, although the hedges count.
    pub(crate) fn told_number(&self) -> u32 {
        self.number() - u32::from(self.later.max(self.dropped))
    }

    /// The number that selects the current attempt's entry of a list. Hedges use the entry of the first attempt, and
    /// so take none of their own.
    pub(crate) fn place(&self) -> u32 {
        self.place_of(self.number())
    }

    /// The entry of the attempt after this one.
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

    /// The current attempt, with its bounds.
    pub(crate) fn flight(&self, (begun, ends): (Instant, Instant)) -> Flight<'_> {
        let number = self.told_number();
        Flight {
            number,
            place: self.place(),
            is_hedge: self.is_hedge(number),
            trail: &self.trail,
            begun,
            ends,
        }
    }

    /// Tells whether attempt `number` was a hedge, once all hedges are over.
    pub(crate) fn is_hedge(&self, number: u32) -> bool {
        (2..=u32::from(self.hedges.load(Relaxed)) + 1).contains(&number)
    }

    /// The beginning of the next attempt. The first begins with the call.
    pub(crate) fn now(&self) -> Instant {
        if self.records.is_empty() && self.hop.is_none() {
            // The work done since then is too short to be worth another system call.
            self.started
        } else {
            Instant::now()
        }
    }

    /// Bounds of the next request: the beginning and the end of its attempt. All requests of an attempt share them.
    pub(crate) fn bounds(&self, now: Instant) -> (Instant, Instant) {
        if let Some(hop) = &self.hop {
            return (hop.begun, hop.ends);
        }
        let ends = after(now, self.policy().get_attempt_timeout());
        (now, earlier(ends, self.deadline))
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
