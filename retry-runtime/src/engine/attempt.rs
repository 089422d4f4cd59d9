//! An attempt under way, of the usual kind and the rarer ones.

use std::future::ready;
use std::pin::Pin;

use http::StatusCode;
use reqwest::Request;
use tokio::time::{Instant, timeout_at};

use crate::decode::{BodyMode, ResponseSink};
use crate::engine::deadline::within;
use crate::engine::exchange::{FailedAttempt, attempt, finish, open, run_hooks};
use crate::engine::judged::{JudgedBody, begin, hear, judge};
use crate::engine::retry_loop::{CallState, EVER, after};
use crate::error::{ErrorKind, Failure};
use crate::policy::hooks::{Attempt, Classifier};
use crate::request::nth;
use crate::telemetry;
use crate::telemetry::AttemptTrace;
use crate::transport::{Lean, Outgoing};

/// An attempt, ready to be awaited.
pub(crate) type AttemptFuture<'a> =
    Pin<Box<dyn Future<Output = Result<StatusCode, Box<FailedAttempt>>> + Send + 'a>>;

impl CallState<'_> {
    /// Boxed, so that a waiting call does not hold its memory. Out of line, as are the rarer kinds, so that
    /// what it takes to put it together is not on the stack while it runs: memory that has left the
    /// cache costs a call more than its instructions do.
    #[inline(never)]
    pub(crate) fn attempt<'b>(
        &'b self,
        begun: Instant,
        ends: Instant,
        receiver: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        self.trail.begin();
        if self.call.is_watched() {
            return match self.call.spec.request(self.number) {
                Ok(request) => self.watched(request, begun, ends, receiver),
                Err(flaw) => Box::pin(ready(Err(flaw.into()))),
            };
        }
        match self.outgoing(receiver.body_mode()) {
            Ok(outgoing) => self.out(outgoing, ends, receiver),
            Err(flaw) => Box::pin(ready(Err(flaw.into()))),
        }
    }

    /// The request of this attempt, made without a URL where nobody is to see one.
    fn outgoing(&self, body_mode: BodyMode) -> Result<Outgoing, Box<Failure>> {
        let spec = &self.call.spec;
        // Who gets a raw response may ask for its URL.
        if body_mode != BodyMode::Raw
            && let Some(origin) = nth(&self.call.core.origins, self.number)
            && let Some(request) = spec.lean_request(self.number)?
        {
            let origin = origin.clone();
            return Ok(Outgoing::Lean(Lean { origin, request }));
        }
        spec.request(self.number).map(Outgoing::from)
    }

    /// The request goes out at once.
    fn out<'b>(
        &'b self,
        mut outgoing: Outgoing,
        ends: Instant,
        receiver: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        let body_mode = receiver.body_mode();
        let trace = self.traced(&mut outgoing, body_mode);
        if body_mode == BodyMode::Streaming {
            return self.streamed(trace, outgoing, ends, receiver);
        }
        let sent = attempt(self.call, outgoing, &self.trail, body_mode, receiver);
        Box::pin(trace.over(within(ends, sent)))
    }

    /// An attempt whose body is handed out as it arrives.
    #[inline(never)]
    fn streamed<'b>(
        &'b self,
        trace: AttemptTrace,
        outgoing: Outgoing,
        ends: Instant,
        receiver: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        Box::pin(trace.over(self.stream(outgoing, ends, receiver)))
    }

    /// An attempt that hooks, observers or `when` look at.
    #[inline(never)]
    fn watched<'b>(
        &'b self,
        request: Request,
        begun: Instant,
        ends: Instant,
        receiver: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        Box::pin(self.watch(request, begun, ends, receiver))
    }

    /// What sees the request on its way out.
    fn traced(&self, outgoing: &mut Outgoing, body_mode: BodyMode) -> AttemptTrace {
        telemetry::attempt(
            &self.trace,
            self.call.spec.endpoint,
            outgoing,
            self.number,
            body_mode == BodyMode::Raw,
        )
    }

    async fn watch(
        &self,
        request: Request,
        begun: Instant,
        ends: Instant,
        receiver: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let info = self.info(begun);
        let mut outgoing = Outgoing::from(self.shown(request, &info, ends).await?);
        let Some(judge) = self.policy.judge() else {
            drop(info);
            return self.out(outgoing, ends, receiver).await;
        };
        let trace = self.traced(&mut outgoing, receiver.body_mode());
        let judged = self.judged(outgoing, ends, judge, info, receiver);
        trace.over(judged).await
    }

    /// An attempt that `when` judges.
    async fn judged(
        &self,
        outgoing: Outgoing,
        ends: Instant,
        by: &dyn Classifier,
        info: Attempt,
        receiver: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let hearing = hear(self.call, outgoing, &self.trail, receiver.body_mode());
        let heard = match within(ends, hearing).await {
            Ok(JudgedBody::Streaming(_, response)) => {
                let opening = begin(self.call, response);
                within(self.end_of_opening(), opening).await
            }
            heard => heard,
        };
        let over = self.deadline.unwrap_or_else(|| after(Instant::now(), EVER));
        within(over, judge(self.call, heard, by, info, receiver)).await
    }

    /// A body that is handed out as it arrives may take its time to begin.
    async fn stream(
        &self,
        outgoing: Outgoing,
        ends: Instant,
        receiver: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let opening = open(self.call, outgoing, &self.trail, BodyMode::Streaming);
        let opened = within(ends, opening).await?;
        within(self.end_of_opening(), finish(self.call, opened, receiver)).await
    }

    /// The request of this attempt, once the hooks have seen it.
    async fn shown(
        &self,
        mut request: Request,
        info: &Attempt,
        ends: Instant,
    ) -> Result<Request, Box<Failure>> {
        let asked = timeout_at(ends, run_hooks(self.call, &mut request, info)).await;
        asked.unwrap_or_else(|_| Err(Failure::new(ErrorKind::Timeout).unsent()))?;
        let observers = &self.call.core.observers;
        observers.tell(|observer| observer.attempt_started(info));
        Ok(request)
    }

    fn end_of_opening(&self) -> Instant {
        let idle = self.policy.idle_timeout_limit().unwrap_or(EVER);
        let own = after(Instant::now(), idle);
        self.deadline.map_or(own, |deadline| own.min(deadline))
    }
}
