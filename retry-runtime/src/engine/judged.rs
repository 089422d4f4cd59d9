//! An attempt that `when` judges. `when` is asked about every response, so the body is read first.

use std::mem;
use std::pin::{Pin, pin};

use bytes::Bytes;
use http::StatusCode;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::clock::{EVER, after};
use crate::decode::{BodyMode, ReceivedResponse, ResponseSink};
use crate::engine::deadline::{Expired, bounded};
use crate::engine::exchange::Exchange;
use crate::engine::failed_attempt::{FailedAttempt, Rest};
use crate::error::{ErrorKind, Failure};
use crate::policy::hooks::Verdict;
use crate::policy::hooks::{Attempt, BufferedResponse, Classifier, Outcome};
use crate::response::{Response, unread};
use crate::transport::Outgoing;

/// The part of a response that `when` judges.
enum JudgedBody {
    Buffered(BufferedResponse),
    /// A response that is handed out as it arrives: the first part of its body, and the rest.
    Streaming(Bytes, Response),
}

impl Exchange<'_> {
    /// Performs the exchange, and does what `when` says of its outcome.
    pub(crate) async fn judged(
        self,
        outgoing: Outgoing,
        by: &dyn Classifier,
        attempt: Attempt,
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let mut timer = pin!(sleep_until(self.ends));
        let sent = self.send(timer.as_mut(), outgoing).await;
        let (response, is_of_another_url) = match self.head(sent) {
            Ok(response) => {
                let is_of_another_url = self.is_of_another_url(&response);
                let read = self.read_for_judgement(timer.as_mut(), response).await;
                (read, is_of_another_url)
            }
            Err(failed) if failed.redirect.is_some() || failed.renewal.is_some() => {
                return Err(failed);
            }
            Err(failed) => (Err(failed.failure), failed.is_of_another_url),
        };
        // The response is there, so `attempt_timeout` has done its work. The `timeout` of the call
        // alone bounds the time that `when` takes.
        let ends = self.deadline.unwrap_or_else(|| after(Instant::now(), EVER));
        timer.as_mut().reset(ends);
        let judged = bounded(timer, self.judge(response, by, attempt, sink)).await;
        let judged = judged.unwrap_or_else(|Expired| Err(Failure::new(ErrorKind::Timeout).into()));
        judged.map_err(|mut failed| {
            failed.is_of_another_url = is_of_another_url;
            failed
        })
    }

    /// Reads a response with all of its body, whatever its status, unless it counts as success and its body is handed
    /// out as it arrives.
    async fn read_for_judgement(
        &self,
        timer: Pin<&mut Sleep>,
        mut response: Response,
    ) -> Result<JudgedBody, Box<Failure>> {
        let status = response.status();
        let streams = self.body_mode == BodyMode::Streaming && !self.means_none(status);
        // A stream may have no end, so `when` sees only its first part. The body of an error has an
        // end, and is read as far as any other.
        if streams && self.stands(status) {
            let first = self.first_part(timer, &mut response).await?;
            return Ok(JudgedBody::Streaming(first, response));
        }
        let body = self.body(timer, &mut response, BodyMode::Buffered).await?;
        // Taken and not copied, since the rest of the response is dropped.
        let headers = mem::take(response.headers_mut());
        let head = head_with(&response, body);
        Ok(JudgedBody::Buffered(BufferedResponse { headers, ..head }))
    }

    /// Asks `when` about an attempt, and does what it says.
    async fn judge(
        &self,
        response: Result<JudgedBody, Box<Failure>>,
        by: &dyn Classifier,
        attempt: Attempt,
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let (response, failure) = match response {
            Ok(JudgedBody::Streaming(first, response)) => {
                return self
                    .judge_stream((first, response), by, attempt, sink)
                    .await;
            }
            Ok(JudgedBody::Buffered(response)) => {
                // Decoded before `when` is asked, so that `when` also sees a response whose value
                // `until` refuses or that has no valid value.
                let failure = self.receive(&response, sink).err();
                (Some(response), failure)
            }
            Err(failure) => (None, Some(failure)),
        };
        let outcome = Outcome {
            attempt,
            response,
            failure,
        };
        let verdict = by.judge(&outcome).get().await;
        self.settle(outcome, verdict, sink)
    }

    /// Judges a response whose body is still arriving. `when` is asked before the response is decoded, because
    /// decoding gives the body away.
    async fn judge_stream(
        &self,
        (first, mut response): (Bytes, Response),
        by: &dyn Classifier,
        attempt: Attempt,
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let status = response.status();
        let outcome = Outcome {
            attempt,
            response: Some(head_with(&response, first.clone())),
            failure: sink.check(status, response.headers()).err(),
        };
        let verdict = by.judge(&outcome).get().await;
        let failure = match outcome.failure {
            None if !is_accepted(verdict) => {
                Some(judged_failure(Failure::new(ErrorKind::NotReady), verdict))
            }
            failure => failure,
        };
        // The part that was read goes back in front: a raw or last response is handed out with its
        // whole body.
        if let Some(failure) = failure {
            let headers = mem::take(response.headers_mut());
            let failure = failure.with_head(status, headers).with_body(first.clone());
            let rest = Rest::Unread(unread(response, first));
            return Err(FailedAttempt::judged(failure, rest, verdict));
        }
        let received = ReceivedResponse {
            response,
            body: first,
            absent: false,
            idle: self.call.spec.policy().idle_timeout,
        };
        if verdict == Verdict::Accept {
            sink.accept(received)?;
        } else {
            sink.receive(received)?;
        }
        Ok(status)
    }

    /// Gives a response to the sink if its status is one to hand out.
    fn receive(
        &self,
        response: &BufferedResponse,
        sink: &mut dyn ResponseSink,
    ) -> Result<(), Box<Failure>> {
        let is_absent = self.means_none(response.status);
        if !is_absent && !self.stands(response.status) {
            return Err(failed_with(ErrorKind::Status, response));
        }
        sink.receive(response.received(is_absent, self.body_mode))
    }

    fn settle(
        &self,
        outcome: Outcome,
        verdict: Verdict,
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let Some(response) = outcome.response else {
            let failure = outcome.failure;
            let failure = failure.unwrap_or_else(|| Failure::new(ErrorKind::Reset));
            return Err(FailedAttempt::judged(failure, Rest::Absent, verdict));
        };
        match outcome.failure {
            None if is_accepted(verdict) => {
                if sink.is_shared() {
                    // Another attempt may have put its value there while `when` considered this
                    // one.
                    let is_absent = self.means_none(response.status);
                    sink.accept(response.received(is_absent, self.body_mode))?;
                }
                Ok(response.status)
            }
            // `when` can overrule a judgement, but a body that was cut off or cannot be decoded
            // holds no value to accept.
            Some(failure) if verdict == Verdict::Accept && is_judgement(&failure) => {
                sink.accept(response.received(false, self.body_mode))?;
                Ok(response.status)
            }
            failure => {
                let failure = failure.unwrap_or_else(|| {
                    judged_failure(failed_with(ErrorKind::NotReady, &response), verdict)
                });
                let rest = Rest::Buffered(Box::new(response));
                Err(FailedAttempt::judged(failure, rest, verdict))
            }
        }
    }
}

fn is_accepted(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Default | Verdict::Accept)
}

/// Tells whether a failure is a judgement of a complete response, which `when` may overrule.
fn is_judgement(failure: &Failure) -> bool {
    matches!(failure.kind, ErrorKind::Status | ErrorKind::NotReady)
}

/// The failure of a good response that `when` did not accept: not ready yet, or rejected for good.
fn judged_failure(mut failure: Box<Failure>, verdict: Verdict) -> Box<Failure> {
    if verdict == Verdict::Fail {
        failure.kind = ErrorKind::Rejected;
        return failure.because("by `when`");
    }
    failure
}

fn failed_with(kind: ErrorKind, response: &BufferedResponse) -> Box<Failure> {
    let failure = Failure::new(kind).with_head(response.status, response.headers.clone());
    failure.with_body(response.body.clone())
}

/// The head of a response, and the part of its body that has been read.
fn head_with(response: &Response, body: Bytes) -> BufferedResponse {
    BufferedResponse {
        status: response.status(),
        // A copy: `when` sees them, and the response is handed out with its own afterwards.
        headers: response.headers().clone(),
        body,
        version: response.version(),
        url: response.url().cloned(),
    }
}

impl BufferedResponse {
    /// The response for a decoder that reads its body in this mode.
    fn received(&self, absent: bool, body_mode: BodyMode) -> ReceivedResponse {
        let body = match body_mode {
            BodyMode::Buffered | BodyMode::Drained => self.body.clone(),
            BodyMode::Streaming | BodyMode::Raw => Bytes::new(),
        };
        ReceivedResponse {
            response: self.response().into(),
            body,
            absent,
            idle: None,
        }
    }
}
