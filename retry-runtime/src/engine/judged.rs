//! An attempt that `when` judges. It is asked first, whatever the response, so the body is read first.

use std::mem;
use std::pin::Pin;

use bytes::Bytes;
use http::StatusCode;
use tokio::time::Sleep;

use crate::decode::{BodyMode, ReceivedResponse, ResponseSink};
use crate::engine::deadline::bounded;
use crate::engine::exchange::{Exchange, send};
use crate::engine::failed_attempt::{FailedAttempt, Rest};
use crate::error::{ErrorKind, Failure};
use crate::policy::hooks::Verdict;
use crate::policy::hooks::{Attempt, BufferedResponse, Classifier, Outcome};
use crate::response::{Response, unread};
use crate::transport::Outgoing;

/// The part of a response that `when` judges.
pub(crate) enum JudgedBody {
    /// All of the response, and whether it is of another URL.
    Buffered(BufferedResponse, bool),
    /// A response that is handed out as it arrives: the first part of its body, and the rest.
    Streaming(Bytes, Response),
}

/// Sends a request and reads the response with all of its body, whatever its status, unless it counts
/// as success and its body is handed out as it arrives.
pub(crate) async fn read_for_judgement(
    exchange: &Exchange<'_>,
    mut timer: Pin<&mut Sleep>,
    outgoing: Outgoing,
) -> Result<JudgedBody, Box<FailedAttempt>> {
    let sent = bounded(
        timer.as_mut(),
        send(exchange.call, exchange.trail, exchange.bearing(), outgoing),
    )
    .await;
    let mut response = exchange.head(sent)?;
    let status = response.status();
    let is_absent = exchange.means_none(status);
    // A stream may have no end, so `when` sees its first part alone. A response that is an error
    // has one, and is read as far as any other.
    if exchange.body_mode == BodyMode::Streaming && !is_absent && exchange.stands(status) {
        return Ok(JudgedBody::Streaming(Bytes::new(), response));
    }
    let body = exchange
        .body(timer, &mut response, BodyMode::Buffered)
        .await?;
    let is_of_another_url = exchange.is_of_another_url(&response);
    let buffered = buffered(&mut response, body);
    Ok(JudgedBody::Buffered(buffered, is_of_another_url))
}

/// Asks `when` about an attempt, and does what it says.
pub(crate) async fn judge(
    exchange: &Exchange<'_>,
    response: Result<JudgedBody, Box<Failure>>,
    by: &dyn Classifier,
    attempt: Attempt,
    sink: &mut dyn ResponseSink,
) -> Result<StatusCode, Box<FailedAttempt>> {
    let (response, failure) = match response {
        Ok(JudgedBody::Streaming(first, response)) => {
            return judge_begun(exchange, (first, response), by, attempt, sink).await;
        }
        Ok(JudgedBody::Buffered(response, _)) => {
            // Decoded before `when` is asked, so that it also sees a value that `until` refuses, or
            // that is none.
            let failure = receive(exchange, &response, sink).err();
            (Some(response), failure)
        }
        Err(failure) => (None, Some(failure)),
    };
    let is_absent = response
        .as_ref()
        .is_some_and(|response| exchange.means_none(response.status));
    let outcome = Outcome {
        attempt,
        response,
        failure,
    };
    let verdict = by.judge(&outcome).get().await;
    settle(outcome, verdict, is_absent, sink)
}

/// Judges a response of which the rest is still to come: `when` is asked before it is decoded, since
/// that gives the rest away.
async fn judge_begun(
    exchange: &Exchange<'_>,
    (first, mut response): (Bytes, Response),
    by: &dyn Classifier,
    attempt: Attempt,
    sink: &mut dyn ResponseSink,
) -> Result<StatusCode, Box<FailedAttempt>> {
    let status = response.status();
    let outcome = Outcome {
        attempt,
        response: Some(beside(&response, first.clone())),
        failure: sink.check(status, response.headers()).err(),
    };
    let verdict = by.judge(&outcome).get().await;
    let is_accepted = matches!(verdict, Verdict::Default | Verdict::Accept);
    let failure = match outcome.failure {
        Some(failure) => Some(failure),
        None if is_accepted => None,
        None => Some(judged_failure(Failure::new(ErrorKind::NotReady), verdict)),
    };
    // The part that was read goes back in front: a raw or last response is handed out whole.
    if let Some(failure) = failure {
        let headers = mem::take(response.headers_mut());
        let failure = failure.with_head(status, headers).with_body(first.clone());
        let rest = Rest::Unread(unread(response, first));
        return Err(FailedAttempt::judged(failure, rest, unaccepted(verdict)));
    }
    let received = ReceivedResponse {
        response,
        body: first,
        absent: false,
        idle: exchange.call.spec.policy().idle_timeout,
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
    exchange: &Exchange<'_>,
    response: &BufferedResponse,
    sink: &mut dyn ResponseSink,
) -> Result<(), Box<Failure>> {
    let is_absent = exchange.means_none(response.status);
    if !is_absent && !exchange.stands(response.status) {
        return Err(failed_with(ErrorKind::Status, response));
    }
    sink.receive(response.received(is_absent, sink.body_mode()))
}

fn settle(
    outcome: Outcome,
    verdict: Verdict,
    is_absent: bool,
    sink: &mut dyn ResponseSink,
) -> Result<StatusCode, Box<FailedAttempt>> {
    let is_accepted = matches!(verdict, Verdict::Default | Verdict::Accept);
    let (failure, rest) = match (outcome.response, outcome.failure) {
        (Some(response), None) if is_accepted => {
            if sink.is_shared() {
                // Another attempt may have put its value there while `when` thought about this one.
                sink.accept(response.received(is_absent, sink.body_mode()))?;
            }
            return Ok(response.status);
        }
        // Only an opinion can be overruled. A body that was cut or cannot be decoded holds no value
        // to accept.
        (Some(response), Some(failure)) if verdict == Verdict::Accept && is_judgement(&failure) => {
            sink.accept(response.received(false, sink.body_mode()))?;
            return Ok(response.status);
        }
        (Some(response), failure) => {
            let failure = failure.unwrap_or_else(|| {
                judged_failure(failed_with(ErrorKind::NotReady, &response), verdict)
            });
            (failure, Rest::Buffered(Box::new(response)))
        }
        (None, failure) => {
            let failure = failure.unwrap_or_else(|| Failure::new(ErrorKind::Reset));
            (failure, Rest::Absent)
        }
    };
    Err(FailedAttempt::judged(failure, rest, unaccepted(verdict)))
}

/// Where there is nothing to accept, accepting means leaving it at that.
fn unaccepted(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Accept => Verdict::Fail,
        other => other,
    }
}

/// Tells whether a failure is an opinion about a whole response, which `when` may overrule.
fn is_judgement(failure: &Failure) -> bool {
    matches!(failure.kind, ErrorKind::Status | ErrorKind::NotReady)
}

/// A good response that `when` did not accept: not ready yet, or rejected for good.
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

/// A response whose body has been read; its headers are taken.
fn buffered(response: &mut Response, body: Bytes) -> BufferedResponse {
    let headers = mem::take(response.headers_mut());
    BufferedResponse {
        headers,
        ..beside(response, body)
    }
}

/// The head of a response, and the first part of its body.
fn beside(response: &Response, first: Bytes) -> BufferedResponse {
    BufferedResponse {
        status: response.status(),
        // A copy: `when` sees them, and the response is handed out with its own afterwards.
        headers: response.headers().clone(),
        body: first,
        version: response.version(),
        url: response.url().cloned(),
    }
}

impl BufferedResponse {
    /// The response as if its body had been read as far as it is wanted.
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
