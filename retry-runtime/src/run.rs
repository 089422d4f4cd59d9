//! The loop. The only file that reads a clock, draws randomness or sleeps.

use std::mem;
use std::pin::pin;
use std::time::{Duration, SystemTime};

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, StatusCode};
use reqwest::{Request, Response};
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::attempt::Attempt;
use crate::attempting::{Broken, Hearing, ask_hooks, attempt, begin, finish, hear, judge, open};
use crate::classify::{Next, Situation, decide};
use crate::error::{AttemptRecord, DelaySource, Error, GaveUp, History};
use crate::failure::{ErrorKind, Failure};
use crate::hooks::Judge;
use crate::observe::Summary;
use crate::policy::Policy;
use crate::request::Plan;
use crate::response::{Answer, Receive, Wants, read};
use crate::retry_after;
use crate::strategy::Wait;
#[cfg(feature = "testing")]
use crate::transport::Wire;

#[cfg(feature = "stream")]
mod past;

#[cfg(feature = "stream")]
pub(crate) use self::past::{Past, resume};

/// Every clock can add it to now; no call takes longer.
const EVER: Duration = Duration::from_hours(30 * 365 * 24);

/// Sends until an answer stands or there is no point in going on.
pub(crate) async fn run(plan: &mut Plan, receiver: &mut dyn Receive) -> Result<(), Error> {
    prepare(plan)?;
    Course::begin(plan).go_on(None, receiver).await
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
        plan.rare().key = fresh_key();
    }
    Ok(())
}

/// A random UUID ([RFC 9562, section 5.4](https://www.rfc-editor.org/rfc/rfc9562#section-5.4)).
fn fresh_key() -> Option<HeaderValue> {
    let uuid = uuid::Builder::from_random_bytes(rand::random()).into_uuid();
    let mut key = HeaderValue::try_from(uuid.to_string()).ok()?;
    key.set_sensitive(true);
    Some(key)
}

/// What separates the parts of a form: random, so that no content holds it.
pub(crate) fn fresh_boundary() -> String {
    format!("{:032x}", rand::random::<u128>())
}

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
        }
    }

    /// The loop. `broken` is an attempt that has failed already, and when it began.
    async fn go_on(
        &mut self,
        mut broken: Option<(Box<Broken>, Instant)>,
        receiver: &mut dyn Receive,
    ) -> Result<(), Error> {
        loop {
            // The first attempt begins with the call.
            let now = if self.number == 0 {
                self.started
            } else {
                Instant::now()
            };
            let ends = self.end_of_attempt(now);
            let (mut broken, begun) = if let Some(broken) = broken.take() {
                // It was recorded as a success before it broke.
                self.records.pop();
                broken
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
            match self.fail(&mut broken, begun) {
                Next::GiveUp(why) => {
                    return Box::pin(self.give_up(broken, why, ends, receiver)).await;
                }
                Next::Wait(delay, _) => {
                    // Freeing the connection and what came over it is part of the delay.
                    let now = Instant::now();
                    let wake = after(now, delay);
                    if let Some(response) = self.let_go(broken) {
                        // Whatever it takes, there is time left for the attempt behind it.
                        let most = self.left(now).map(|left| left.saturating_sub(delay) / 2);
                        Box::pin(read::release(response, most)).await;
                    }
                    if !delay.is_zero() {
                        sleep_until(wake).await;
                    }
                }
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
        let plan = self.plan;
        let mut request = plan.request(self.number)?;
        let mut info = None;
        // The rarer kinds are boxed, so that the usual one does not carry their room about.
        if plan.is_watched() {
            let watched = self.info(begun);
            request = Box::pin(self.shown(request, &watched, ends)).await?;
            info = Some(watched);
        }
        match (self.policy.judge(), info) {
            (Some(judge), Some(info)) => {
                Box::pin(self.judged(request, ends, judge, info, receiver)).await
            }
            _ if receiver.wants() == Wants::Begun => {
                Box::pin(self.begun(request, ends, receiver)).await
            }
            _ => within(ends, pin!(attempt(plan, request, receiver))).await,
        }
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

    fn succeed(&mut self, status: StatusCode, begun: Instant, receiver: &mut dyn Receive) {
        if !receiver.goes_on() {
            self.finished(Some(status), None);
        }
        if receiver.keeps_history() {
            let duration = begun.elapsed();
            self.records.push(AttemptRecord {
                status: Some(status),
                kind: None,
                duration,
                wait: None,
            });
            receiver.remember(self.history(None));
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
        self.records.reserve_exact(1);
        self.records.push(AttemptRecord {
            status: failure.status,
            kind: Some(failure.kind),
            duration: now.duration_since(begun),
            wait: next.wait(),
        });
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
        self.policy.delay_after(&wait, &mut rand::rng())
    }

    /// Keeps of a failure what a timeout may still need. What is left is the answer, if there was one.
    fn let_go(&mut self, broken: Box<Broken>) -> Option<Response> {
        let (failure, response) = broken.into_parts();
        self.last = self.deadline.map(|_| Box::new(failure.detached()));
        response
    }

    /// The last answer or failure as it is.
    async fn give_up(
        &mut self,
        broken: Box<Broken>,
        why: GaveUp,
        ends: Instant,
        receiver: &mut dyn Receive,
    ) -> Result<(), Error> {
        let (mut failure, response) = broken.into_parts();
        let Some(mut response) = response else {
            let cut_short = failure.kind == ErrorKind::Timeout
                && self
                    .deadline
                    .is_some_and(|deadline| Instant::now() >= deadline);
            return Err(match self.last.take().filter(|_| cut_short) {
                Some(last) => self.error(*last, GaveUp::TimeoutWouldPass),
                None => self.error(failure, why),
            });
        };
        if receiver.wants() == Wants::Untouched {
            self.finished(failure.status, None);
            *response.headers_mut() = mem::take(&mut failure.headers);
            let answer = Answer {
                response,
                body: Bytes::new(),
                absent: false,
                idle: None,
            };
            receiver
                .accept(answer)
                .map_err(|failure| self.error(failure, why))?;
            receiver.remember(self.history(Some(why)));
            return Ok(());
        }
        let (mut kept, limit) = (BytesMut::new(), self.policy.max_body_limit());
        // Out of time, the part that has arrived is kept.
        let begun = Instant::now();
        let _ = timeout_at(ends, read::of_error(&mut response, limit, &mut kept)).await;
        if let Some(last) = self.records.last_mut() {
            last.duration += begun.elapsed();
        }
        failure.body = kept.freeze();
        Err(self.error(failure, why))
    }

    fn history(&mut self, gave_up: Option<GaveUp>) -> History {
        let attempts = mem::take(&mut self.records);
        History {
            endpoint: self.plan.endpoint,
            attempts,
            elapsed: self.started.elapsed(),
            gave_up,
        }
    }

    fn error(&mut self, failure: Failure, why: GaveUp) -> Error {
        self.finished(failure.status, Some((failure.kind, why)));
        let History {
            endpoint,
            attempts,
            elapsed,
            ..
        } = self.history(Some(why));
        Error::new(failure, endpoint, attempts, elapsed, why)
    }

    fn finished(&self, status: Option<StatusCode>, failed: Option<(ErrorKind, GaveUp)>) {
        let observers = self.plan.client.observers();
        if observers.is_empty() {
            return;
        }
        let summary = Summary {
            endpoint: self.plan.endpoint,
            attempts: self.before.saturating_add(self.number),
            elapsed: self.started.elapsed(),
            status,
            failed,
            context: self.plan.context(self.number.max(1)).cloned(),
        };
        observers.tell(|observer| observer.finished(&summary));
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
