//! The loop. Nothing but this file and those below it reads a clock, draws randomness or sleeps.

use std::pin::{Pin, pin};
use std::time::{Duration, SystemTime};

use http::StatusCode;
use reqwest::Request;
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::attempt::Attempt;
use crate::attempting::{Broken, Hearing, ask_hooks, attempt, begin, finish, hear, judge, open};
use crate::classify::{Next, Situation, decide};
use crate::error::{AttemptRecord, DelaySource, Error, GaveUp};
use crate::failure::{ErrorKind, Failure};
use crate::hooks::Judge;
use crate::policy::Policy;
use crate::request::Plan;
use crate::response::{Receive, Wants, read};
use crate::retry_after;
use crate::strategy::Wait;
use crate::telemetry::{self, AttemptTrace, Trace};
#[cfg(feature = "testing")]
use crate::transport::Wire;

mod chance;
mod ending;
#[cfg(feature = "stream")]
mod past;

pub(crate) use self::chance::fresh_boundary;
use self::chance::{draw, fresh_key};
#[cfg(feature = "stream")]
pub(crate) use self::past::{Past, resume};

/// Every clock can add it to now; no call takes longer.
const EVER: Duration = Duration::from_hours(30 * 365 * 24);

/// Sends until an answer stands or there is no point in going on.
#[expect(
    clippy::manual_async_fn,
    reason = "the arguments of an `async fn` take their room twice"
)]
pub(crate) fn run<'a>(
    plan: &'a mut Plan,
    receiver: &'a mut dyn Receive,
) -> impl Future<Output = Result<(), Error>> + Send {
    async move {
        prepare(plan)?;
        let mut course = Course::begin(plan);
        let trace = course.trace.clone();
        trace.over(pin!(course.go_on(receiver))).await
    }
}

/// Everything that can be said before anything is sent.
pub(crate) fn prepare(plan: &mut Plan) -> Result<(), Error> {
    if let Some(flaw) = plan.flaw.take() {
        return Err(Error::unsent(*flaw, plan.endpoint));
    }
    if plan.client.is_switched_off(plan.endpoint) {
        plan.policy = Some(Box::new(Policy::off().over(*plan.policy())));
    }
    if plan.lacks_key() {
        let lacking = || Failure::build("the system has no randomness for an idempotency key");
        let key = fresh_key().ok_or_else(|| Error::unsent(lacking(), plan.endpoint))?;
        plan.rare().key = Some(key);
    }
    Ok(())
}

/// Boxed, so that a call asleep does not hold its room.
type Freed = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What a call has been through.
struct Course<'a> {
    plan: &'a Plan,
    policy: &'a Policy,
    started: Instant,
    deadline: Option<Instant>,
    /// The attempt under way, from 1.
    number: u32,
    /// How many were made before the one that counts as the first.
    before: u32,
    /// The attempts that failed, and in the end the one that did not.
    records: Vec<AttemptRecord>,
    /// The last real failure, in case the deadline cuts the attempt after it.
    last: Option<Box<Failure>>,
    /// An attempt that succeeded, and broke after all, and when it began.
    broken: Option<Box<(Box<Broken>, Instant)>>,
    trace: Trace,
}

impl<'a> Course<'a> {
    fn begin(plan: &'a Plan) -> Self {
        #[cfg(feature = "testing")]
        if let Wire::Stub(stub) = plan.client.wire() {
            stub.begin();
        }
        let (policy, started) = (plan.policy(), Instant::now());
        let deadline = policy.timeout_limit().map(|limit| after(started, limit));
        Self {
            plan,
            policy,
            started,
            deadline,
            number: 0,
            before: 0,
            records: Vec::new(),
            last: None,
            broken: None,
            trace: Trace::begin(plan),
        }
    }

    /// The loop.
    async fn go_on(&mut self, receiver: &mut dyn Receive) -> Result<(), Error> {
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
                // Boxed, so that a call asleep does not hold the room of one under way.
                match Box::pin(self.attempt(now, ends, receiver)).await {
                    Ok(status) => {
                        self.succeed(status, now, receiver);
                        return Ok(());
                    }
                    Err(broken) => (broken, now),
                }
            };
            let wake = match self.fail(&mut broken, begun) {
                Next::GiveUp(why) => {
                    return Box::pin(self.give_up(broken, why, ends, receiver)).await;
                }
                Next::Wait(delay, _) => {
                    // Freeing the connection and what came over it is part of the delay.
                    let (wake, freed) = self.let_go(broken, delay);
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

    fn end_of_attempt(&self, begun: Instant) -> Instant {
        let own = after(begun, self.policy.attempt_timeout_limit());
        self.deadline.map_or(own, |deadline| own.min(deadline))
    }

    fn end_of_opening(&self) -> Instant {
        let idle = self.policy.idle_timeout_limit().unwrap_or(EVER);
        let own = after(Instant::now(), idle);
        self.deadline.map_or(own, |deadline| own.min(deadline))
    }

    async fn attempt(
        &self,
        begun: Instant,
        ends: Instant,
        receiver: &mut dyn Receive,
    ) -> Result<StatusCode, Box<Broken>> {
        let request = self.plan.request(self.number)?;
        // The rarer kinds are boxed, so that the usual one does not carry their room about.
        if self.plan.is_watched() {
            return Box::pin(self.watched(request, begun, ends, receiver)).await;
        }
        if receiver.wants() == Wants::Begun {
            let (trace, request) = self.traced(request, Wants::Begun);
            return trace
                .over(Box::pin(self.begun(request, ends, receiver)))
                .await;
        }
        let (trace, sent) = self.sent(request, receiver);
        trace.over(pin!(within(ends, pin!(sent)))).await
    }

    /// The usual attempt. Its request is handed over at once.
    fn sent(
        &self,
        request: Request,
        receiver: &mut dyn Receive,
    ) -> (
        AttemptTrace,
        impl Future<Output = Result<StatusCode, Box<Broken>>>,
    ) {
        let (trace, request) = self.traced(request, receiver.wants());
        (trace, attempt(self.plan, request, receiver))
    }

    /// The request on its way out, and what sees it.
    fn traced(&self, mut request: Request, wants: Wants) -> (AttemptTrace, Request) {
        let trace = telemetry::attempt(&self.trace, self.plan, &mut request, self.number, wants);
        (trace, request)
    }

    /// An attempt that hooks, observers or `when` look at.
    async fn watched(
        &self,
        request: Request,
        begun: Instant,
        ends: Instant,
        receiver: &mut dyn Receive,
    ) -> Result<StatusCode, Box<Broken>> {
        let info = self.info(begun);
        let request = self.shown(request, &info, ends).await?;
        let wants = receiver.wants();
        let (trace, request) = self.traced(request, wants);
        if let Some(judge) = self.policy.judge() {
            let judged = self.judged(request, ends, judge, info, receiver);
            return trace.over(Box::pin(judged)).await;
        }
        drop(info);
        if wants == Wants::Begun {
            let begun = self.begun(request, ends, receiver);
            return trace.over(Box::pin(begun)).await;
        }
        let sent = attempt(self.plan, request, receiver);
        trace.over(pin!(within(ends, pin!(sent)))).await
    }

    /// An attempt that `when` judges.
    async fn judged(
        &self,
        request: Request,
        ends: Instant,
        by: &dyn Judge,
        info: Attempt,
        receiver: &mut dyn Receive,
    ) -> Result<StatusCode, Box<Broken>> {
        let heard = match within(ends, hear(self.plan, request, receiver.wants())).await {
            Ok(Hearing::Begun(_, response)) => {
                within(self.end_of_opening(), begin(self.plan, response)).await
            }
            heard => heard,
        };
        let over = self.deadline.unwrap_or_else(|| after(Instant::now(), EVER));
        within(over, judge(self.plan, heard, by, info, receiver)).await
    }

    /// An attempt whose body is handed out as it arrives, and may take its time to begin.
    async fn begun(
        &self,
        request: Request,
        ends: Instant,
        receiver: &mut dyn Receive,
    ) -> Result<StatusCode, Box<Broken>> {
        let opened = within(ends, open(self.plan, request, Wants::Begun)).await?;
        within(self.end_of_opening(), finish(self.plan, opened, receiver)).await
    }

    /// The request of this attempt, once the hooks have seen it.
    async fn shown(
        &self,
        mut request: Request,
        info: &Attempt,
        ends: Instant,
    ) -> Result<Request, Failure> {
        let asked = timeout_at(ends, ask_hooks(self.plan, &mut request, info)).await;
        asked.unwrap_or_else(|_| Err(Failure::new(ErrorKind::Timeout).unsent()))?;
        let observers = self.plan.client.observers();
        observers.tell(|observer| observer.attempt_started(info));
        Ok(request)
    }

    fn info(&self, now: Instant) -> Attempt {
        Attempt {
            number: self.number,
            max_attempts: self.policy.max_attempts(),
            elapsed: now.duration_since(self.started),
            endpoint: self.plan.endpoint,
            context: self.plan.context(self.number).cloned(),
        }
    }

    /// Decides what comes after a failed attempt, and records it.
    fn fail(&mut self, broken: &mut Broken, begun: Instant) -> Next {
        let Broken {
            failure, verdict, ..
        } = broken;
        if failure.is_before_sending() {
            self.number -= 1;
            return Next::GiveUp(GaveUp::NotRetryable);
        }
        let now = Instant::now();
        let asked = retry_after::requested(&failure.headers, wall_clock);
        failure.retry_after = asked.max(self.plan.least_delay());
        let situation = Situation {
            policy: self.policy,
            repeat: self.plan.repeat(self.number),
            attempt: self.number,
            remaining: self.left(now),
            is_spent: self.plan.is_one_shot(),
        };
        let next = decide(failure, *verdict, &situation, || self.delay(failure, now));
        let record = AttemptRecord {
            status: failure.status,
            kind: Some(failure.kind),
            duration: now.duration_since(begun),
            wait: next.wait(),
        };
        telemetry::attempt_failed(self.plan.endpoint, self.number, &record);
        self.records.reserve_exact(1);
        self.records.push(record);
        let observers = self.plan.client.observers();
        if !observers.is_empty() {
            let (info, delay) = (self.info(begun), next.wait().map(|(delay, _)| delay));
            observers.tell(|observer| observer.attempt_failed(&info, failure, delay));
        }
        next
    }

    fn delay(&self, failure: &Failure, now: Instant) -> Duration {
        let wait = Wait {
            retry: self.number - 1,
            elapsed: now.duration_since(self.started),
            previous: self.records.last().and_then(AttemptRecord::delay),
            status: failure.status,
            headers: failure.status.map(|_| &failure.headers),
        };
        #[cfg(feature = "testing")]
        if let Wire::Stub(stub) = self.plan.client.wire() {
            return stub.draw(|rng| self.policy.delay_after(&wait, rng));
        }
        draw(|rng| self.policy.delay_after(&wait, rng))
    }

    /// Keeps of a failure what a timeout may still need. What is left is when the delay is over, and
    /// an answer, if there was one, whose connection is to be freed.
    fn let_go(&mut self, broken: Box<Broken>, delay: Duration) -> (Option<Instant>, Option<Freed>) {
        let (failure, response) = broken.into_parts();
        self.last = self.deadline.map(|_| Box::new(failure.detached()));
        let now = Instant::now();
        // Whatever it takes, there is time left for the attempt behind it.
        let most = self.left(now).map(|left| left.saturating_sub(delay) / 2);
        let freed = response.map(|response| Box::pin(read::release(response, most)) as Freed);
        ((!delay.is_zero()).then(|| after(now, delay)), freed)
    }

    fn left(&self, now: Instant) -> Option<Duration> {
        self.deadline
            .map(|deadline| deadline.saturating_duration_since(now))
    }
}

impl Next {
    fn wait(self) -> Option<(Duration, DelaySource)> {
        match self {
            Self::Wait(delay, source) => Some((delay, source)),
            Self::GiveUp(_) => None,
        }
    }
}

/// Out of time is a failure like any other.
async fn within<T, E: From<Failure>>(
    ends: Instant,
    attempt: impl Future<Output = Result<T, E>>,
) -> Result<T, E> {
    let ended = timeout_at(ends, attempt).await;
    ended.unwrap_or_else(|_| Err(Failure::new(ErrorKind::Timeout).into()))
}

fn after(instant: Instant, duration: Duration) -> Instant {
    instant.checked_add(duration.min(EVER)).unwrap_or(instant)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the wall clock"
)]
fn wall_clock() -> SystemTime {
    SystemTime::now()
}
