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

use std::future::poll_fn;
use std::mem::take;
use std::pin::{Pin, pin};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use http::{HeaderMap, StatusCode};
use tokio::time::{Instant, Sleep, sleep_until};

use crate::clock::{self, after};
use crate::decide::{hint_of, objection};
use crate::decode::{BodyMode, ReceivedResponse, ResponseSink};
use crate::engine::attempt::AttemptFuture;
use crate::engine::call_state::{CallState, note_connection};
use crate::engine::exchange::FailedAttempt;
use crate::engine::flight::Flight;
use crate::engine::guarded::Admitted;
use crate::engine::places::Guarded;
use crate::error::{AttemptRecord, Drawn, Failure, History};
use crate::policy::guard_rules::HedgeRule;
use crate::telemetry;
use crate::transport::Trail;

type Outcome = Result<StatusCode, Box<FailedAttempt>>;

/// One of the attempts.
struct Beside<'a> {
    /// The attempt, while it is in flight.
    flying: Option<AttemptFuture<'a>>,
    ended: Ended,
}

/// The bounds of an attempt, and its record if it failed. It outlives the attempt.
struct Ended {
    begun: Instant,
    ends: Instant,
    /// The budget has paid for it.
    is_paid: bool,
    /// False for one that a hook kept from being sent.
    is_sent: bool,
    /// The record of one that failed while others were in flight.
    record: Option<AttemptRecord>,
}

/// The attempts, once one of them has decided.
struct Decided {
    all: Vec<Ended>,
    /// The one that did.
    by: usize,
    outcome: Outcome,
    /// The end of the wait that the server asked for with a response that did not decide.
    asked: Option<Instant>,
}

enum Event {
    Landed(usize, Outcome),
    Due,
}

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
            self.trail = take(&mut trails[at]);
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
            later = 0;
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
            let (here, _) = self.call.spec.places(1);
            self.held.get_or_insert_default().push((here, asked));
        }
        decided.outcome
    }
}

impl Ended {
    /// The record of an attempt that did not decide: it failed, or was dropped.
    fn record(&self, is_hedge: bool, held: u32) -> AttemptRecord {
        let dropped = AttemptRecord {
            status: None,
            kind: None,
            duration: Instant::now().saturating_duration_since(self.begun),
            wait: None,
            hops: 0,
            drawn: Drawn::No,
            is_repeated: false,
            is_hedge,
            held,
        };
        self.record.unwrap_or(dropped)
    }
}

/// The parts of a call that its attempts in flight have in common.
struct Race<'a, 'b> {
    state: &'a CallState<'b>,
    places: &'a [Guarded],
    body_mode: BodyMode,
    sink: &'a Shared<'a>,
    trails: &'a [Trail; 3],
}

impl<'a> Race<'a, '_> {
    /// Begins attempts until one of them decides.
    async fn run(
        &self,
        rule: HedgeRule,
        admitted: Admitted<'a>,
        bounds: (Instant, Instant),
    ) -> Decided {
        // Counted from the first attempt and not from the hedge before, so a moment at which no
        // hedge could be sent does not delay the next.
        let due = |moment| after(bounds.0, rule.after * moment);
        let first = self.state.flight();
        let mut all = vec![self.begin(first, admitted, bounds, false)];
        let (mut asked, mut moment) = (None, 1);
        let mut timer = pin!(sleep_until(due(moment)));
        loop {
            // Beside the first attempt, or not at all.
            let is_due = moment <= u32::from(rule.at_most) && all[0].flying.is_some();
            let due_timer = is_due.then_some(timer.as_mut());
            let (at, mut failed) = match next(&mut all, due_timer).await {
                Event::Due => {
                    all.extend(self.hedge(all.len()).await);
                    moment += 1;
                    timer.as_mut().reset(due(moment));
                    continue;
                }
                Event::Landed(at, Ok(status)) => return decided(all, at, Ok(status), asked),
                Event::Landed(at, Err(failed)) => (at, failed),
            };
            if all.iter().all(|beside| beside.flying.is_none()) {
                return decided(all, at, Err(failed), asked);
            }
            if at > 0 && failed.failure.is_before_sending() {
                self.take_back(&mut all[at].ended);
            } else if self.is_for_others(&mut failed) {
                asked = asked.max(self.fail(at, &mut all[at].ended, &mut failed));
            } else {
                return decided(all, at, Err(failed), asked);
            }
        }
    }

    fn begin(
        &self,
        flight: Flight<'a>,
        admitted: Admitted<'a>,
        bounds: (Instant, Instant),
        is_paid: bool,
    ) -> Beside<'a> {
        let (state, places) = (self.state, self.places);
        let mut sink = SharedSink {
            sink: self.sink,
            body_mode: self.body_mode,
        };
        let flying = async move {
            state
                .let_go(flight, places, admitted, bounds, &mut sink)
                .await
        };
        let (begun, ends) = bounds;
        Beside {
            flying: Some(Box::pin(flying)),
            ended: Ended {
                begun,
                ends,
                is_paid,
                is_sent: true,
                record: None,
            },
        }
    }

    /// One more attempt, if budget and guards let it go at once.
    async fn hedge(&self, at: usize) -> Option<Beside<'a>> {
        let now = Instant::now();
        let bounds = self.state.bounds(now);
        if bounds.1 <= now {
            return None;
        }
        // The budget first: it is a look at a counter, and can be given back. Guards may have a
        // place in a queue to give.
        let is_paid = self.state.pay_for_hedge(now)?;
        let mut admitted = pin!(self.state.admitted(self.places));
        // Asked once and not waited for: a hedge that comes when there is room again would be one
        // more request to a server that is at its limit, and no help. What the guards had given by
        // then is given back as `admitted` is dropped.
        let asked = poll_fn(|context| Poll::Ready(admitted.as_mut().poll(context))).await;
        let Poll::Ready(Ok(admitted)) = asked else {
            if is_paid {
                self.state.give_back_hedge();
            }
            return None;
        };
        // Now and not when it ends: observers of a call that is dropped are told of it too.
        self.state.hedges.fetch_add(1, Relaxed);
        let flight = Flight {
            number: u32::try_from(at + 1).unwrap_or(u32::MAX),
            place: self.state.flight().place,
            trail: &self.trails[at - 1],
        };
        Some(self.begin(flight, admitted, bounds, is_paid))
    }

    /// Forgets a hedge that was refused before it was sent: nobody has heard of it.
    fn take_back(&self, ended: &mut Ended) {
        ended.is_sent = false;
        self.state.hedges.fetch_sub(1, Relaxed);
        if ended.is_paid {
            self.state.give_back_hedge();
        }
    }

    /// Tells whether a failure leaves it to another attempt to end the call.
    fn is_for_others(&self, failed: &mut FailedAttempt) -> bool {
        let repeat = self.state.repeat(failed);
        let policy = self.state.policy();
        failed.redirect.is_none()
            && failed.renewal.is_none()
            && objection(&failed.failure, failed.verdict, repeat, policy).is_none()
    }

    /// Notes a failure that does not decide, and tells until when the server asked to be left alone.
    fn fail(&self, at: usize, ended: &mut Ended, failed: &mut FailedAttempt) -> Option<Instant> {
        let (state, now) = (self.state, Instant::now());
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        let trail = at
            .checked_sub(1)
            .map_or(&state.trail, |at| &self.trails[at]);
        let failure = &mut *failed.failure;
        note_connection(trail, failure);
        let observers = &state.call.core.observers;
        if !observers.is_empty() {
            let info = state.info(number, ended.begun);
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

/// Waits for an attempt to land, or for the timer, if there is one.
async fn next(all: &mut [Beside<'_>], mut timer: Option<Pin<&mut Sleep>>) -> Event {
    poll_fn(|context| {
        for (at, beside) in all.iter_mut().enumerate() {
            // All are polled whoever has woken the task: they share its waker, and there are four
            // at most. If several are ready the earliest decides. The timer comes last, as a
            // response that is there makes the next hedge needless.
            let Some(flying) = &mut beside.flying else {
                continue;
            };
            if let Poll::Ready(outcome) = flying.as_mut().poll(context) {
                beside.flying = None;
                return Poll::Ready(Event::Landed(at, outcome));
            }
        }
        match &mut timer {
            Some(timer) => timer.as_mut().poll(context).map(|()| Event::Due),
            None => Poll::Pending,
        }
    })
    .await
}

/// Drops whoever is still in flight.
fn decided(all: Vec<Beside<'_>>, by: usize, outcome: Outcome, asked: Option<Instant>) -> Decided {
    Decided {
        all: all.into_iter().map(|beside| beside.ended).collect(),
        by,
        outcome,
        asked,
    }
}

type Shared<'a> = Mutex<&'a mut dyn ResponseSink>;

/// The sink of the call, as each of its attempts sees it. /// The lock is never waited for,
/// since one task polls all attempts and none holds it over an `.await`. It is a /// `Mutex` and
/// not a `RefCell` because the future of a call is `Send`.
struct SharedSink<'a> {
    sink: &'a Shared<'a>,
    body_mode: BodyMode,
}

impl<'a> SharedSink<'a> {
    fn get(&self) -> MutexGuard<'_, &'a mut dyn ResponseSink> {
        self.sink.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ResponseSink for SharedSink<'_> {
    fn body_mode(&self) -> BodyMode {
        self.body_mode
    }

    fn keeps_history(&self) -> bool {
        self.get().keeps_history()
    }

    fn returns_at_head(&self) -> bool {
        self.get().returns_at_head()
    }

    fn check(&self, status: StatusCode, headers: &HeaderMap) -> Result<(), Box<Failure>> {
        self.get().check(status, headers)
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn receive(&mut self, received: ReceivedResponse) -> Result<(), Box<Failure>> {
        self.get().receive(received)
    }

    fn accept(&mut self, received: ReceivedResponse) -> Result<(), Box<Failure>> {
        self.get().accept(received)
    }

    fn remember(&mut self, history: History) {
        self.get().remember(history);
    }
}
