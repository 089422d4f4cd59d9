//! The end of a call: its result, and the reports to observers and telemetry.

use std::mem;
use std::pin::Pin;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::StatusCode;
use tokio::time::{Instant, timeout_at};

use crate::clock::after;
use crate::decide::may_repeat;
use crate::decode::{BodyMode, ReceivedResponse, ResponseSink};
use crate::engine::call_state::CallState;
use crate::engine::failed_attempt::{FailedAttempt, Rest};
use crate::error::{AttemptRecord, Delivery, Error, ErrorKind, Failure, GaveUp, History};
use crate::guards::AttemptResult;
use crate::policy::hooks::CallSummary;
use crate::response::{Response, bound_body, read};
use crate::telemetry;

/// The time that the body of an error may take. The status is known by then, and few callers need the body.
const ERROR_BODY: Duration = Duration::from_secs(1);

impl CallState<'_> {
    pub(crate) fn succeed(
        &mut self,
        status: StatusCode,
        begun: Instant,
        sink: &mut dyn ResponseSink,
    ) {
        telemetry::attempt_succeeded(self.call.metered(), status, || begun.elapsed());
        let number = self.number();
        let is_hedge = self.is_hedge(self.told_number());
        let hops = self.end_hops();
        if let Some(credentials) = &self.call.credentials {
            credentials.settle();
        }
        self.performed = number;
        self.is_performing = false;
        if sink.is_partial() {
            // The call ends with the body, and the reader of the body tells the observers.
            self.is_open = false;
        } else {
            self.finished(Some(status), None);
        }
        if sink.is_last() {
            self.settle(status, sink);
        }
        if sink.keeps_history() {
            self.keep(AttemptRecord {
                status: Some(status),
                hops,
                ..AttemptRecord::ended(begun, is_hedge, self.waited.load(Relaxed))
            });
            sink.remember(self.history(None));
        }
    }

    /// Ends a call that has no time left for its next attempt. Without time for a hop, the attempt fails instead,
    /// because it has been sent already.
    pub(crate) fn out_of_time(&mut self) -> Result<Box<FailedAttempt>, Error> {
        let failure = Failure::new(ErrorKind::Timeout);
        if let Some(hop) = &mut self.hop {
            if let Some(admission) = hop.admission.take() {
                admission.end(AttemptResult::Failure);
            }
            return Ok(failure.into());
        }
        let last = self.last_failure.take();
        let failure = last.unwrap_or_else(|| failure.unsent());
        Err(self.error(failure, GaveUp::TimeoutWouldPass))
    }

    /// Returns the last response or failure unchanged.
    #[inline(never)]
    pub(crate) fn give_up<'b>(
        &'b mut self,
        failed: Box<FailedAttempt>,
        why: GaveUp,
        ends: Instant,
        sink: &'b mut dyn ResponseSink,
    ) -> Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'b>> {
        Box::pin(self.given_up(failed, why, ends, sink))
    }

    async fn given_up(
        &mut self,
        failed: Box<FailedAttempt>,
        why: GaveUp,
        ends: Instant,
        sink: &mut dyn ResponseSink,
    ) -> Result<(), Error> {
        let FailedAttempt {
            mut failure, rest, ..
        } = *failed;
        let is_raw = sink.body_mode() == BodyMode::Raw;
        let limit = self.policy().get_max_body();
        match rest {
            Rest::Absent => {
                let last = self.last_failure.take();
                if why == GaveUp::HeldBack {
                    // A retry that a guard held back does not hide the failure before it.
                    return Err(self.error(last.unwrap_or(failure), why));
                }
                // The last attempt, cut by the deadline, would only say "timed out" and hide the
                // 503 that led to the retry.
                return Err(match last.filter(|_| self.was_cut(&failure)) {
                    Some(last) => self.error(last, GaveUp::TimeoutWouldPass),
                    None => self.error(failure, why),
                });
            }
            Rest::Unread(mut response) if is_raw => {
                *response.headers_mut() = mem::take(&mut failure.headers);
                return self.accept_raw(response, &failure, why, sink);
            }
            Rest::Buffered(buffered) if is_raw => {
                return self.accept_raw(buffered.response().into(), &failure, why, sink);
            }
            Rest::Unread(mut response) => {
                let (begun, mut kept) = (Instant::now(), BytesMut::new());
                // If the time runs out, the part that has arrived is kept.
                let ends = ends.min(after(begun, ERROR_BODY));
                let _ = timeout_at(ends, read::of_error(&mut response, limit, &mut kept)).await;
                if let Some(last) = self.records.last_mut() {
                    // Reading the body of the error is a part of its attempt.
                    last.took_longer_by(begun.elapsed());
                }
                failure.body = kept.freeze();
            }
            Rest::Buffered(buffered) => failure.body = read::kept_of_error(&buffered.body, limit),
        }
        Err(self.error(failure, why))
    }

    /// Hands out a raw response, even if it would have been retried.
    fn accept_raw(
        &mut self,
        response: Response,
        failure: &Failure,
        why: GaveUp,
        sink: &mut dyn ResponseSink,
    ) -> Result<(), Error> {
        self.gave_up(failure.kind, failure.status, why);
        self.finished(failure.status, None);
        let covers_body = self.call.spec.extras().timeout_covers_body;
        let received = ReceivedResponse {
            response: bound_body(response, self.deadline.filter(|_| covers_body)),
            body: Bytes::new(),
            absent: false,
            idle: None,
        };
        let accepted = sink.accept(received);
        accepted.map_err(|failure| self.error(failure, why))?;
        sink.remember(self.history(Some(why)));
        Ok(())
    }

    /// Tells whether the deadline cut an attempt that says less than the failure before it.
    ///
    /// If the call must not be repeated and the attempt may have been processed, the attempt says more: the failure
    /// before it proved that the server had not acted, and that is no longer certain.
    fn was_cut(&self, failure: &Failure) -> bool {
        let spec = &self.call.spec;
        let repeat = spec.repeat(self.performed.max(1));
        failure.kind == ErrorKind::Timeout
            && may_repeat(failure, repeat, spec.policy())
            && self
                .deadline
                .is_some_and(|deadline| Instant::now() >= deadline)
    }

    fn history(&mut self, gave_up: Option<GaveUp>) -> History {
        History {
            endpoint: self.call.spec.endpoint,
            attempts: mem::take(&mut self.records),
            elapsed: self.started.elapsed(),
            gave_up,
        }
    }

    fn error(&mut self, mut failure: Box<Failure>, why: GaveUp) -> Error {
        if self.call.replaced.is_some() || self.records.last().is_some_and(|last| last.hops > 0) {
            // A caller that repeats this call asks about the declared request.
            failure.delivery = Delivery::MaybeProcessed;
        }
        self.gave_up(failure.kind, failure.status, why);
        self.finished(failure.status, Some((failure.kind, why)));
        Error::new(failure, self.history(Some(why)))
    }

    fn gave_up(&self, kind: ErrorKind, status: Option<StatusCode>, why: GaveUp) {
        let attempts = self.forgiven.saturating_add(self.performed);
        telemetry::gave_up(self.call.spec.endpoint, attempts, (kind, status), why);
    }

    pub(crate) fn finished(
        &mut self,
        status: Option<StatusCode>,
        failed: Option<(ErrorKind, GaveUp)>,
    ) {
        let (metered, kind) = (self.call.metered(), failed.map(|(kind, _)| kind));
        telemetry::finished(metered, kind, status, || self.started.elapsed());
        let observers = &self.call.core.observers;
        self.is_open = false;
        if !observers.is_empty() {
            let summary = self.summary(status, failed);
            observers.tell(|observer| observer.finished(&summary));
        }
    }

    /// Tells the observers that the call was dropped before its end.
    #[cold]
    pub(crate) fn cancelled(&mut self) {
        self.is_open = false;
        let observers = &self.call.core.observers;
        if !observers.is_empty() {
            let summary = self.summary(None, None);
            let beside = match self.performed {
                0 => u32::from(self.hedges.load(Relaxed)),
                _ => 0,
            };
            let summary = CallSummary {
                // Attempts that were cut off count, because they may have been sent.
                attempts: summary.attempts + u32::from(self.is_performing) + beside,
                is_cancelled: true,
                ..summary
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
            attempts: self.forgiven.saturating_add(self.performed),
            elapsed: self.started.elapsed(),
            status,
            failed,
            is_cancelled: false,
            context: self.call.spec.context(self.performed.max(1)).cloned(),
        }
    }
}
