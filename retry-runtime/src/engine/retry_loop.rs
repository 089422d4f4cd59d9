//! The loop. Nothing but this file and those below it reads a clock, draws randomness or sleeps.

use std::pin::Pin;
use std::time::Duration;

use rand::Rng;
use tokio::time::{Instant, sleep_until};

use crate::clock;
use crate::decide::{Decision, RetryContext, decide, retry_after};
use crate::decode::ResponseSink;
use crate::engine::core::PendingCall;
use crate::engine::exchange::FailedAttempt;
use crate::error::{AttemptRecord, DelaySource, Delivery, Error, ErrorKind, Failure, GaveUp};
use crate::policy::Policy;
use crate::policy::hooks::Attempt;
use crate::policy::strategy::{BackoffContext, StrategyDelay};
use crate::random::{draw, fresh_key};
use crate::response::read;
use crate::telemetry;
use crate::telemetry::Trace;
use crate::transport::Trail;

/// Every clock can add it to now; no call takes longer.
pub(crate) const EVER: Duration = Duration::from_hours(30 * 365 * 24);

/// Sends until an answer stands or there is no point in going on.
#[expect(
    clippy::manual_async_fn,
    reason = "the arguments of an `async fn` take their room twice"
)]
pub(crate) fn run<'a>(
    call: &'a mut PendingCall,
    receiver: &'a mut dyn ResponseSink,
) -> impl Future<Output = Result<(), Error>> + Send {
    async move {
        prepare(call)?;
        let mut course = CallState::begin(call);
        let trace = course.trace.clone();
        trace.over(course.run(receiver)).await
    }
}

/// Everything that can be said before anything is sent.
pub(crate) fn prepare(call: &mut PendingCall) -> Result<(), Error> {
    if let Some(error) = call.spec.error.take() {
        return Err(Error::unsent(error, call.spec.endpoint));
    }
    if call.core.is_switched_off(call.spec.endpoint) {
        switch_off(call);
    }
    let policy = call.spec.policy();
    if policy.max_attempts().is_none() && policy.timeout_limit().is_none() {
        let endless =
            || Failure::build("`attempts = unlimited` needs a `timeout`; add `.timeout(…)`");
        return Err(Error::unsent(endless(), call.spec.endpoint));
    }
    if call.spec.lacks_key() {
        let lacking = || Failure::build("the system has no randomness for an idempotency key");
        let key = fresh_key().ok_or_else(|| Error::unsent(lacking(), call.spec.endpoint))?;
        call.spec.extras().key = Some(key);
    }
    Ok(())
}

#[cold]
fn switch_off(call: &mut PendingCall) {
    call.spec.policy = Some(Box::new(call.spec.policy().switched_off()));
}

/// Boxed, so that a waiting call does not hold its memory.
type Freed = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What a call has been through.
pub(crate) struct CallState<'a> {
    pub(crate) call: &'a PendingCall,
    pub(crate) policy: &'a Policy,
    pub(crate) started: Instant,
    pub(crate) deadline: Option<Instant>,
    /// The attempt under way, from 1.
    pub(crate) number: u32,
    /// How many were made before the one that counts as the first.
    pub(crate) before: u32,
    /// The attempts that failed, and in the end the one that did not.
    pub(crate) records: Vec<AttemptRecord>,
    /// The last real failure, in case the deadline cuts the attempt after it.
    pub(crate) last: Option<Box<Failure>>,
    /// An attempt that succeeded, and broke after all, and when it began.
    pub(crate) broken: Option<Box<(Box<FailedAttempt>, Instant)>>,
    /// Places that have asked for a wait, and until when, once a call has gone from one to another.
    pub(crate) held: Option<Box<Vec<(u32, Instant)>>>,
    /// True until the observers have been told of the end, or something else has taken over to tell them.
    pub(crate) is_open: bool,
    pub(crate) trace: Trace,
    /// The connections that the attempts went over.
    pub(crate) trail: Trail,
}

/// A call that is dropped before its end has been cancelled.
impl Drop for CallState<'_> {
    fn drop(&mut self) {
        if self.is_open {
            self.cancelled();
        }
    }
}

impl<'a> CallState<'a> {
    fn begin(call: &'a PendingCall) -> Self {
        if let Some(environment) = &call.core.environment {
            environment.0.begin();
        }
        let (policy, started) = (call.spec.policy(), Instant::now());
        let deadline = policy.timeout_limit().map(|limit| after(started, limit));
        Self {
            call,
            policy,
            started,
            deadline,
            number: 0,
            before: 0,
            records: Vec::new(),
            last: None,
            broken: None,
            held: None,
            is_open: true,
            trace: Trace::begin(call.spec.endpoint),
            trail: Trail::default(),
        }
    }

    /// The loop.
    pub(crate) async fn run(&mut self, receiver: &mut dyn ResponseSink) -> Result<(), Error> {
        if self.left(self.started).is_some_and(|left| left.is_zero()) {
            return Err(self.out_of_time());
        }
        loop {
            // The first attempt begins with the call.
            let now = if self.number == 0 {
                self.started
            } else {
                Instant::now()
            };
            let ends = self.end_of_attempt(now);
            let (mut broken, begun) = if let Some(broken) = self.broken.take() {
                // It was recorded as a success before it broke.
                self.records.pop();
                *broken
            } else {
                self.number = self.number.saturating_add(1);
                match self.attempt(now, ends, receiver).await {
                    Ok(status) => {
                        self.succeed(status, now, receiver);
                        return Ok(());
                    }
                    Err(broken) => (broken, now),
                }
            };
            let wake = match self.fail(&mut broken, begun) {
                Decision::GiveUp(why) => {
                    return self.give_up(broken, why, ends, receiver).await;
                }
                Decision::Retry(delay, _) => {
                    // Freeing the connection and what came over it is part of the delay.
                    let (wake, freed) = self.release(broken, delay);
                    if let Some(freed) = freed {
                        freed.await;
                    }
                    wake
                }
            };
            if let Some(wake) = wake {
                sleep_until(wake).await;
            }
        }
    }

    pub(crate) fn end_of_attempt(&self, begun: Instant) -> Instant {
        let own = after(begun, self.policy.attempt_timeout_limit());
        self.deadline.map_or(own, |deadline| own.min(deadline))
    }

    pub(crate) fn info(&self, now: Instant) -> Attempt {
        Attempt {
            number: self.number,
            max_attempts: self.policy.max_attempts(),
            elapsed: now.duration_since(self.started),
            endpoint: self.call.spec.endpoint,
            context: self.call.spec.context(self.number).cloned(),
        }
    }

    /// Decides what comes after a failed attempt, and records it.
    #[inline(never)]
    fn fail(&mut self, broken: &mut FailedAttempt, begun: Instant) -> Decision {
        let FailedAttempt {
            failure, verdict, ..
        } = broken;
        if failure.is_before_sending() {
            self.number -= 1;
            return Decision::GiveUp(GaveUp::NotRetryable);
        }
        self.note_connection(failure);
        let now = Instant::now();
        let asked = retry_after::requested(&failure.headers, clock::now);
        failure.retry_after = asked.max(self.call.spec.least_delay());
        let context = RetryContext {
            policy: self.policy,
            repeat: self.call.spec.repeat(self.number),
            attempt: self.number,
            remaining: self.left(now),
            floor: self.floor(failure.retry_after, now),
            is_spent: self.call.spec.is_one_shot(),
        };
        let strategy = |floor| self.delay(floor, failure, now);
        let next = decide(failure, *verdict, &context, strategy);
        let record = AttemptRecord {
            status: failure.status,
            kind: Some(failure.kind),
            duration: now.duration_since(begun),
            wait: next.wait(),
        };
        telemetry::attempt_failed(self.call.spec.endpoint, self.number, &record);
        self.records.reserve_exact(1);
        self.records.push(record);
        let observers = &self.call.core.observers;
        if !observers.is_empty() {
            let (info, delay) = (self.info(begun), next.wait().map(|(delay, _)| delay));
            observers.tell(|observer| observer.attempt_failed(&info, failure, delay));
        }
        next
    }

    /// What a failure says of its connection, and what the connection says of the failure.
    fn note_connection(&self, failure: &mut Failure) {
        if failure.delivery == Delivery::NotSent {
            // A hook ran out of time, so the trail is that of the attempt before.
            return;
        }
        match (failure.kind, failure.status.map(|status| status.as_u16())) {
            (ErrorKind::Timeout, _) if self.trail.is_connecting() => {
                failure.delivery = Delivery::NotSent;
            }
            (ErrorKind::Timeout, _) => self.trail.timed_out(),
            (ErrorKind::Reset | ErrorKind::Body, _) => self.trail.lost(),
            (_, Some(421)) => self.trail.misdirected(),
            _ => {}
        }
    }

    /// The wait that is asked for by the server of the next attempt, which need not be the one of the last.
    fn floor(&mut self, asked: Option<Duration>, now: Instant) -> Option<Duration> {
        let (here, there) = self.call.spec.places(self.number);
        if here == there && self.held.is_none() {
            return asked;
        }
        let held = self.held.get_or_insert_default();
        if let Some(asked) = asked {
            held.push((here, after(now, asked)));
        }
        let waits = held.iter().filter(|(place, _)| *place == there);
        let longest = waits.map(|(_, until)| until.saturating_duration_since(now));
        longest.max()
    }

    fn delay(&self, floor: Duration, failure: &Failure, now: Instant) -> StrategyDelay {
        let context = BackoffContext {
            retry: self.number - 1,
            elapsed: now.duration_since(self.started),
            previous: self.records.last().and_then(AttemptRecord::delay),
            status: failure.status,
            headers: failure.status.map(|_| &failure.headers),
        };
        let mut drawn = StrategyDelay::default();
        let mut delay = |rng: &mut dyn Rng| {
            drawn = self.policy.delay_above(floor, &context, rng);
            drawn.delay
        };
        match &self.call.core.environment {
            Some(environment) => environment.0.draw(&mut delay),
            None => draw(delay),
        };
        drawn
    }

    /// Keeps of a failure what a timeout may still need. What is left is when the delay is over, and
    /// an answer, if there was one, whose connection is to be freed.
    #[inline(never)]
    fn release(
        &mut self,
        broken: Box<FailedAttempt>,
        delay: Duration,
    ) -> (Option<Instant>, Option<Freed>) {
        let (failure, response) = broken.into_parts();
        self.last = self.deadline.map(|_| failure.detached());
        let now = Instant::now();
        // Whatever it takes, there is time left for the attempt behind it.
        let most = self.left(now).map(|left| left.saturating_sub(delay) / 2);
        let freed = response.map(|response| Box::pin(read::release(response, most)) as Freed);
        ((!delay.is_zero()).then(|| after(now, delay)), freed)
    }

    pub(crate) fn left(&self, now: Instant) -> Option<Duration> {
        self.deadline
            .map(|deadline| deadline.saturating_duration_since(now))
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

pub(crate) fn after(instant: Instant, duration: Duration) -> Instant {
    instant.checked_add(duration.min(EVER)).unwrap_or(instant)
}
