//! An attempt that `when` judges.

use std::mem;

use bytes::Bytes;
use http::StatusCode;

use crate::decode::{BodyMode, ReceivedResponse, ResponseSink};
use crate::engine::core::PendingCall;
use crate::engine::exchange::{FailedAttempt, body, heard, send, stands};
use crate::error::{ErrorKind, Failure};
use crate::policy::hooks::Verdict;
use crate::policy::hooks::{Attempt, BufferedResponse, Classifier, Outcome};
use crate::response::{Response, unread};
use crate::transport::{Outgoing, Trail};

/// What there is for `when` to judge.
pub(crate) enum JudgedBody {
    /// An answer with all of its body.
    Buffered(BufferedResponse),
    /// An answer that stands, whose body is handed out as it arrives: the first part of it, and
    /// what is left.
    Streaming(Bytes, Response),
}

/// One attempt of a call that `when` judges: the answer, with all of its body whatever its status,
/// unless it stands and its body is to be handed out as it arrives.
pub(crate) async fn hear(
    call: &PendingCall,
    outgoing: Outgoing,
    trail: &Trail,
    body_mode: BodyMode,
) -> Result<JudgedBody, Box<Failure>> {
    let mut response = heard(send(call, outgoing, trail).await)?;
    let status = response.status();
    let absent = call.spec.endpoint.means_none(status.as_u16());
    if body_mode == BodyMode::Streaming && !absent && stands(call, status, body_mode) {
        return Ok(JudgedBody::Streaming(Bytes::new(), response));
    }
    let body = body(call, &mut response, BodyMode::Buffered).await?;
    Ok(JudgedBody::Buffered(buffered(&mut response, body)))
}

/// What comes of an attempt once `when` has been asked.
pub(crate) async fn judge(
    call: &PendingCall,
    heard: Result<JudgedBody, Box<Failure>>,
    judge: &dyn Classifier,
    attempt: Attempt,
    receiver: &mut dyn ResponseSink,
) -> Result<StatusCode, Box<FailedAttempt>> {
    let (heard, failure) = match heard {
        Ok(JudgedBody::Streaming(first, response)) => {
            return judge_begun(call, (first, response), judge, attempt, receiver).await;
        }
        Ok(JudgedBody::Buffered(heard)) => {
            let failure = take(call, &heard, receiver).err();
            (Some(heard), failure)
        }
        Err(failure) => (None, Some(failure)),
    };
    let outcome = Outcome {
        attempt,
        heard,
        failure,
    };
    let verdict = judge.judge(&outcome).get().await;
    settle(outcome, verdict, receiver)
}

/// The first part of a body that is handed out as it arrives.
pub(crate) async fn begin(
    call: &PendingCall,
    mut response: Response,
) -> Result<JudgedBody, Box<Failure>> {
    let first = body(call, &mut response, BodyMode::Streaming).await?;
    Ok(JudgedBody::Streaming(first, response))
}

/// As [`judge`], of an answer of which the rest is still to come: `when` is asked before it is
/// decoded, since that gives the rest away.
async fn judge_begun(
    call: &PendingCall,
    (first, mut response): (Bytes, Response),
    judge: &dyn Classifier,
    attempt: Attempt,
    receiver: &mut dyn ResponseSink,
) -> Result<StatusCode, Box<FailedAttempt>> {
    let status = response.status();
    let outcome = Outcome {
        attempt,
        heard: Some(beside(&response, first.clone())),
        failure: None,
    };
    let verdict = judge.judge(&outcome).get().await;
    if !matches!(verdict, Verdict::Default | Verdict::Accept) {
        let headers = mem::take(response.headers_mut());
        let failure = Failure::new(ErrorKind::NotReady).with_head(status, headers);
        return Err(Box::new(FailedAttempt {
            failure: judged_failure(failure.with_body(first.clone()), verdict),
            response: Some(unread(response, first)),
            verdict,
        }));
    }
    let answer = ReceivedResponse {
        response,
        body: first,
        absent: false,
        idle: call.spec.policy().idle_timeout_limit(),
    };
    if verdict == Verdict::Accept {
        receiver.accept(answer)?;
    } else {
        receiver.receive(answer)?;
    }
    Ok(status)
}

/// Takes an answer for a value if it is one to hand out.
fn take(
    call: &PendingCall,
    heard: &BufferedResponse,
    receiver: &mut dyn ResponseSink,
) -> Result<(), Box<Failure>> {
    let absent = call.spec.endpoint.means_none(heard.status.as_u16());
    if !absent && !stands(call, heard.status, receiver.body_mode()) {
        return Err(failed_with(ErrorKind::Status, heard));
    }
    receiver.receive(heard.answer(absent, receiver.body_mode()))
}

fn settle(
    outcome: Outcome,
    verdict: Verdict,
    receiver: &mut dyn ResponseSink,
) -> Result<StatusCode, Box<FailedAttempt>> {
    let accepts = matches!(verdict, Verdict::Default | Verdict::Accept);
    let (failure, response) = match (outcome.heard, outcome.failure) {
        (Some(heard), None) if accepts => return Ok(heard.status),
        (Some(heard), None) => (
            judged_failure(failed_with(ErrorKind::NotReady, &heard), verdict),
            Some(heard.headless().into()),
        ),
        (Some(heard), Some(failure)) if verdict == Verdict::Accept && is_judgement(&failure) => {
            receiver.accept(heard.answer(false, receiver.body_mode()))?;
            return Ok(heard.status);
        }
        (Some(heard), Some(failure)) => (failure, Some(heard.headless().into())),
        (None, failure) => (
            failure.unwrap_or_else(|| Failure::new(ErrorKind::Reset)),
            None,
        ),
    };
    // Where there is nothing to accept, accepting means leaving it at that.
    let verdict = if verdict == Verdict::Accept {
        Verdict::Fail
    } else {
        verdict
    };
    Err(Box::new(FailedAttempt {
        failure,
        response,
        verdict,
    }))
}

/// Whether a failure is an opinion about a whole answer, which `when` may overrule.
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

fn failed_with(kind: ErrorKind, heard: &BufferedResponse) -> Box<Failure> {
    let failure = Failure::new(kind).with_head(heard.status, heard.headers.clone());
    failure.with_body(heard.body.clone())
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
        headers: response.headers().clone(),
        body: first,
        version: response.version(),
        url: response.url().cloned(),
    }
}

impl BufferedResponse {
    /// The answer as if its body had been read as far as it is wanted.
    fn answer(&self, absent: bool, body_mode: BodyMode) -> ReceivedResponse {
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
