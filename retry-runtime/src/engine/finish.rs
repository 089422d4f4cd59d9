//! How a call ends: what is handed out, and who is told.

use std::mem;
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use tokio::time::{Instant, timeout_at};

use crate::decide::may_repeat;
use crate::decode::{BodyMode, ReceivedResponse, ResponseSink};
use crate::engine::exchange::FailedAttempt;
use crate::engine::retry_loop::CallState;
use crate::error::{AttemptRecord, Error, ErrorKind, Failure, GaveUp, History};
use crate::policy::hooks::CallSummary;
use crate::response::read;
use crate::telemetry;

impl CallState<'_> {
    pub(crate) fn succeed(
        &mut self,
        status: StatusCode,
        begun: Instant,
        receiver: &mut dyn ResponseSink,
    ) {
        telemetry::attempt_succeeded(self.call.spec.endpoint, status, || begun.elapsed());
        if receiver.is_partial() {
            // The end of the body is the end of the call, and whoever reads it tells the observers.
            self.is_open = false;
        } else {
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

    /// The last answer or failure as it is.
    #[inline(never)]
    pub(crate) fn give_up<'b>(
        &'b mut self,
        broken: Box<FailedAttempt>,
        why: GaveUp,
        ends: Instant,
        receiver: &'b mut dyn ResponseSink,
    ) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'b>> {
        Box::pin(self.given_up(broken, why, ends, receiver))
    }

    async fn given_up(
        &mut self,
        broken: Box<FailedAttempt>,
        why: GaveUp,
        ends: Instant,
        receiver: &mut dyn ResponseSink,
    ) -> Result<(), Error> {
        let (mut failure, response) = broken.into_parts();
        let Some(mut response) = response else {
            // A request that must not be repeated may have been acted upon when time ran out: an
            // earlier failure that proves the contrary would be a wrong word about it.
            let cut_short = failure.kind == ErrorKind::Timeout
                && may_repeat(&failure, self.call.spec.repeat(self.number), self.policy)
                && self
                    .deadline
                    .is_some_and(|deadline| Instant::now() >= deadline);
            return Err(match self.last.take().filter(|_| cut_short) {
                Some(last) => self.error(last, GaveUp::TimeoutWouldPass),
                None => self.error(failure, why),
            });
        };
        if receiver.body_mode() == BodyMode::Raw {
            self.gave_up(failure.kind, failure.status, why);
            self.finished(failure.status, None);
            *response.headers_mut() = mem::take(&mut failure.headers);
            let answer = ReceivedResponse {
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
            endpoint: self.call.spec.endpoint,
            attempts,
            elapsed: self.started.elapsed(),
            gave_up,
        }
    }

    fn error(&mut self, failure: Box<Failure>, why: GaveUp) -> Error {
        self.gave_up(failure.kind, failure.status, why);
        self.finished(failure.status, Some((failure.kind, why)));
        Error::new(failure, self.history(Some(why)))
    }

    fn gave_up(&self, kind: ErrorKind, status: Option<StatusCode>, why: GaveUp) {
        let attempts = self.before.saturating_add(self.number);
        telemetry::gave_up(self.call.spec.endpoint, attempts, (kind, status), why);
    }

    /// The error of a call whose time is over before anything was sent.
    #[cold]
    pub(crate) fn out_of_time(&mut self) -> Error {
        self.error(
            Failure::new(ErrorKind::Timeout).unsent(),
            GaveUp::TimeoutWouldPass,
        )
    }

    pub(crate) fn finished(
        &mut self,
        status: Option<StatusCode>,
        failed: Option<(ErrorKind, GaveUp)>,
    ) {
        let (endpoint, kind) = (self.call.spec.endpoint, failed.map(|(kind, _)| kind));
        telemetry::finished(endpoint, kind, status, || self.started.elapsed());
        let observers = &self.call.core.observers;
        self.is_open = false;
        if !observers.is_empty() {
            let summary = self.summary(status, failed);
            observers.tell(|observer| observer.finished(&summary));
        }
    }

    /// Tells the observers that the call was dropped.
    #[cold]
    pub(crate) fn cancelled(&mut self) {
        self.is_open = false;
        let observers = &self.call.core.observers;
        if !observers.is_empty() {
            let summary = CallSummary {
                is_cancelled: true,
                ..self.summary(None, None)
            };
            observers.tell(|observer| observer.finished(&summary));
        }
    }

    fn summary(
        &self,
        status: Option<StatusCode>,
        failed: Option<(ErrorKind, GaveUp)>,
    ) -> CallSummary {
        CallSummary {
            endpoint: self.call.spec.endpoint,
            attempts: self.before.saturating_add(self.number),
            elapsed: self.started.elapsed(),
            status,
            failed,
            is_cancelled: false,
            context: self.call.spec.context(self.number.max(1)).cloned(),
        }
    }
}
