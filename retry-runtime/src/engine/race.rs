//! Attempts that are in flight at the same time, until one of them decides.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::atomic::Ordering::Relaxed;
use std::task::Poll;

use futures_util::FutureExt;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::clock::{self, after};
use crate::decide::{hint_of, objection};
use crate::decode::BodyMode;
use crate::engine::attempt::AttemptFuture;
use crate::engine::call_state::CallState;
use crate::engine::call_state::failed::note_connection;
use crate::engine::ended::{Decided, Ended, Outcome};
use crate::engine::failed_attempt::FailedAttempt;
use crate::engine::flight::Flight;
use crate::engine::guarded::Admitted;
use crate::engine::places::Guarded;
use crate::engine::shared_sink::{CommonSink, SharedSink};
use crate::error::AttemptRecord;
use crate::policy::guard_rules::HedgeRule;
use crate::telemetry;
use crate::transport::Trail;

/// One of the attempts.
struct Racer<'a> {
    /// The number of the attempt that hooks and observers are told.
    number: u32,
    /// The attempt, while it is in flight.
    flying: Option<AttemptFuture<'a>>,
    ended: Ended,
}

/// The parts of a call that its attempts in flight share.
pub(crate) struct Race<'a, 'b> {
    pub(crate) state: &'a CallState<'b>,
    pub(crate) places: &'a [Guarded],
    pub(crate) body_mode: BodyMode,
    pub(crate) sink: &'a CommonSink<'a>,
    pub(crate) trails: &'a [Trail; 3],
}

impl<'a> Race<'a, '_> {
    /// Begins attempts until one of them decides.
    pub(crate) async fn run(
        &self,
        rule: HedgeRule,
        admitted: Admitted<'a>,
        bounds: (Instant, Instant),
    ) -> Decided {
        // Counted from the first attempt and not from the previous hedge, so that a moment at which
        // no hedge could be sent does not delay the next.
        let due = |moment| after(bounds.0, rule.after * moment);
        let first = self.state.flight(bounds);
        let mut all = vec![self.begin(first, admitted, false)];
        let (mut asked, mut moment, mut left) = (None, 1, None);
        let mut timer = pin!(sleep_until(due(moment)));
        loop {
            // Hedges are sent only while the first attempt is in flight.
            let is_due = moment <= u32::from(rule.at_most) && all[0].flying.is_some();
            let due_timer = is_due.then_some(timer.as_mut());
            let (at, mut failed) = match next(&mut all, due_timer).await {
                None => {
                    all.extend(self.hedge(all.len()));
                    moment += 1;
                    timer.as_mut().reset(due(moment));
                    continue;
                }
                Some((at, Ok(status))) => return self.decided(all, at, Ok(status), asked),
                Some((at, Err(failed))) => (at, failed),
            };
            let is_last = all.iter().all(|racer| racer.flying.is_none());
            if at > 0 && failed.failure.is_before_sending() {
                self.take_back(&mut all[at].ended);
                // It was never sent, so the failure that waited for it decides after all.
                match left.take() {
                    Some((by, failed)) if is_last => {
                        return self.decided(all, by, Err(failed), asked);
                    }
                    other => left = other,
                }
            } else if !is_last && self.is_for_others(&mut failed) {
                asked = asked.max(self.fail(at, &mut all[at], &mut failed));
                left = Some((at, failed));
            } else {
                return self.decided(all, at, Err(failed), asked);
            }
        }
    }

    fn begin(&self, flight: Flight<'a>, admitted: Admitted<'a>, is_paid: bool) -> Racer<'a> {
        let (state, places) = (self.state, self.places);
        let mut sink = SharedSink {
            sink: self.sink,
            body_mode: self.body_mode,
        };
        let flying = async move {
            state
                .admitted_attempt(flight, places, admitted, &mut sink)
                .await
        };
        Racer {
            number: flight.number,
            flying: Some(Box::pin(flying)),
            ended: Ended {
                begun: flight.begun,
                ends: flight.ends,
                is_paid,
                is_sent: true,
                record: None,
            },
        }
    }

    /// One more attempt, if budget and guards let it go at once.
    fn hedge(&self, at: usize) -> Option<Racer<'a>> {
        let now = Instant::now();
        let (begun, ends) = self.state.bounds(now);
        // While the first attempt waits for credentials or a hook, the server is not what is slow,
        // and both requests would be sent at once.
        if ends <= now || !self.state.trail.is_handed_over() {
            return None;
        }
        // The budget comes first: it is a look at a counter, and can be given back. Guards may put
        // the attempt in a queue.
        let is_paid = self.state.pay_for_hedge()?;
        // Asked once and not waited for: a hedge that is sent once there is room again would be one
        // more request to a server at its limit, and would not help. Dropping the future gives back
        // what the guards had granted by then.
        let admitted = self.state.admitted(self.places).now_or_never();
        let Some(Ok(admitted)) = admitted else {
            if is_paid {
                self.state.give_back_hedge();
            }
            return None;
        };
        // Counted now and not when it ends, so that observers of a call that is dropped are told
        // about it. A hedge that is taken back leaves its number to the next.
        let hedges = self.state.hedges.fetch_add(1, Relaxed);
        let flight = Flight {
            number: u32::from(hedges) + 2,
            place: self.state.place(),
            is_hedge: true,
            trail: &self.trails[at - 1],
            begun,
            ends,
        };
        Some(self.begin(flight, admitted, is_paid))
    }

    /// Drops the attempts that are still in flight.
    fn decided(
        &self,
        all: Vec<Racer<'_>>,
        by: usize,
        outcome: Outcome,
        asked: Option<Instant>,
    ) -> Decided {
        let ended = all.into_iter().enumerate().map(|(at, mut racer)| {
            // A hedge that still waits for credentials or a hook has not been sent.
            let trail = at.checked_sub(1).map(|hedge| &self.trails[hedge]);
            if racer.flying.take().is_some() && trail.is_some_and(|trail| !trail.is_handed_over()) {
                self.take_back(&mut racer.ended);
            }
            racer.ended
        });
        Decided {
            all: ended.collect(),
            by,
            outcome,
            asked,
        }
    }

    /// Forgets a hedge that was never sent.
    fn take_back(&self, ended: &mut Ended) {
        ended.is_sent = false;
        self.state.hedges.fetch_sub(1, Relaxed);
        if ended.is_paid {
            self.state.give_back_hedge();
        }
    }

    /// Tells whether a failure lets another attempt in flight decide the call.
    fn is_for_others(&self, failed: &mut FailedAttempt) -> bool {
        let repeat = self.state.repeat(failed);
        let policy = self.state.policy();
        failed.redirect.is_none()
            && failed.renewal.is_none()
            && objection(&failed.failure, failed.verdict, repeat, policy).is_none()
    }

    /// Records a failure that does not decide, and returns the end of the wait that the server asked for.
    fn fail(
        &self,
        at: usize,
        racer: &mut Racer<'_>,
        failed: &mut FailedAttempt,
    ) -> Option<Instant> {
        let (state, now) = (self.state, Instant::now());
        let (number, ended) = (racer.number, &mut racer.ended);
        let trail = at
            .checked_sub(1)
            .map_or(&state.trail, |at| &self.trails[at]);
        let failure = &mut *failed.failure;
        note_connection(trail, failure);
        let observers = &state.call.core.observers;
        if !observers.is_empty() {
            let info = state.info(number, at > 0, ended.begun);
            observers.tell(|observer| observer.attempt_failed(&info, failure, None));
        }
        let held = if at == 0 {
            state.waited.load(Relaxed)
        } else {
            0
        };
        let record = AttemptRecord {
            status: failure.status,
            kind: Some(failure.kind),
            ..ended.record(at > 0, held)
        };
        telemetry::attempt_failed(state.call.spec.endpoint, number, &record);
        ended.record = Some(record);
        let asked = hint_of(failure, failed.verdict, state.policy(), clock::now);
        asked.map(|asked| after(now, asked))
    }
}

/// Waits for an attempt to end, and returns its index and outcome. `None` means that the timer was faster.
async fn next(
    all: &mut [Racer<'_>],
    mut timer: Option<Pin<&mut Sleep>>,
) -> Option<(usize, Outcome)> {
    poll_fn(|context| {
        for (at, racer) in all.iter_mut().enumerate() {
            // All are polled whichever of them has woken the task: they share its waker, and there
            // are four at most. If several are ready, the earliest decides. The timer comes last,
            // because a response that has arrived makes the next hedge needless.
            let Some(flying) = &mut racer.flying else {
                continue;
            };
            if let Poll::Ready(outcome) = flying.as_mut().poll(context) {
                racer.flying = None;
                return Poll::Ready(Some((at, outcome)));
            }
        }
        match &mut timer {
            Some(timer) => timer.as_mut().poll(context).map(|()| None),
            None => Poll::Pending,
        }
    })
    .await
}
