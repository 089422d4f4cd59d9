//! One attempt: build, ask the hooks, send, read, decode. Reads no clock; its caller bounds it.

use std::mem;

use bytes::Bytes;
use http::StatusCode;
use reqwest::Request;

use crate::decide::{Phase, diagnose};
use crate::decode::{BodyMode, ReceivedResponse, ResponseSink};
use crate::engine::core::PendingCall;
use crate::error::{BoxError, ErrorKind, Failure};
use crate::policy::hooks::Attempt;
use crate::policy::hooks::Verdict;
use crate::response::{Response, read};
#[cfg(feature = "tracing")]
use crate::telemetry::AttemptOutcome;
use crate::transport::{Outgoing, Trail};

/// A failed attempt, with the answer whose body is still to be read or dropped.
pub(crate) struct FailedAttempt {
    pub(crate) failure: Box<Failure>,
    pub(crate) response: Option<Response>,
    pub(crate) verdict: Verdict,
}

impl FailedAttempt {
    pub(crate) fn into_parts(self) -> (Box<Failure>, Option<Response>) {
        (self.failure, self.response)
    }
}

#[cfg(feature = "tracing")]
impl AttemptOutcome for Result<StatusCode, Box<FailedAttempt>> {
    fn status(&self) -> Option<StatusCode> {
        match self {
            Ok(status) => Some(*status),
            Err(failed) => failed.failure.status,
        }
    }

    fn failure(&self) -> Option<&Failure> {
        self.as_ref().err().map(|failed| &*failed.failure)
    }
}

impl From<Box<Failure>> for Box<FailedAttempt> {
    fn from(failure: Box<Failure>) -> Self {
        Box::new(FailedAttempt {
            failure,
            response: None,
            verdict: Verdict::Default,
        })
    }
}

/// One attempt of a call that nobody judges. An answer that is an error keeps its body unread.
pub(crate) fn attempt<'a>(
    call: &'a PendingCall,
    outgoing: Outgoing,
    trail: &'a Trail,
    body_mode: BodyMode,
    receiver: &'a mut dyn ResponseSink,
) -> impl Future<Output = Result<StatusCode, Box<FailedAttempt>>> + Send + 'a {
    let sending = send(call, outgoing, trail);
    async move {
        let mut response = opened(call, sending.await, body_mode)?;
        let body = wanted(call, &mut response, body_mode).await?;
        hand_over(call, response, body, receiver)
    }
}

/// As far as the head of an answer that stands.
pub(crate) fn open<'a>(
    call: &'a PendingCall,
    outgoing: Outgoing,
    trail: &'a Trail,
    body_mode: BodyMode,
) -> impl Future<Output = Result<Response, Box<FailedAttempt>>> + Send + 'a {
    let sending = send(call, outgoing, trail);
    async move { opened(call, sending.await, body_mode) }
}

/// The answer, if it is one that stands.
#[inline]
fn opened(
    call: &PendingCall,
    sent: Result<Response, BoxError>,
    body_mode: BodyMode,
) -> Result<Response, Box<FailedAttempt>> {
    let mut response = heard(sent)?;
    let status = response.status();
    let absent = call.spec.endpoint.means_none(status.as_u16());
    if absent || stands(call, status, body_mode) {
        return Ok(response);
    }
    let headers = mem::take(response.headers_mut());
    let failure = Failure::new(ErrorKind::Status).with_head(status, headers);
    Err(Box::new(FailedAttempt {
        failure,
        response: Some(response),
        verdict: Verdict::Default,
    }))
}

/// The rest of an attempt whose answer has been opened.
pub(crate) async fn finish(
    call: &PendingCall,
    mut response: Response,
    receiver: &mut dyn ResponseSink,
) -> Result<StatusCode, Box<FailedAttempt>> {
    let body = wanted(call, &mut response, receiver.body_mode()).await?;
    hand_over(call, response, body, receiver)
}

fn hand_over(
    call: &PendingCall,
    response: Response,
    body: Bytes,
    receiver: &mut dyn ResponseSink,
) -> Result<StatusCode, Box<FailedAttempt>> {
    let status = response.status();
    receiver.receive(ReceivedResponse {
        response,
        body,
        absent: call.spec.endpoint.means_none(status.as_u16()),
        idle: call.spec.policy().idle_timeout_limit(),
    })?;
    Ok(status)
}

/// Hands a request over at once; what is awaited is the head of its answer.
pub(crate) fn send<'a>(
    call: &'a PendingCall,
    mut outgoing: Outgoing,
    trail: &'a Trail,
) -> impl Future<Output = Result<Response, BoxError>> + Send + 'a {
    // Only now, as a hook may have changed the body.
    outgoing.announce_emptiness();
    call.core.transport.send(outgoing, trail)
}

/// The head of an answer, which has to be one.
#[inline]
pub(crate) fn heard(sent: Result<Response, BoxError>) -> Result<Response, Box<Failure>> {
    let mut response = sent.map_err(|error| diagnose(error, Phase::Head))?;
    if response.status().is_informational() {
        let (status, headers) = (response.status(), mem::take(response.headers_mut()));
        return Err(Failure::new(ErrorKind::Protocol)
            .because("an informational status ended it")
            .with_head(status, headers));
    }
    Ok(response)
}

/// The client's hooks, then the policy's. They have the last word on the request.
pub(crate) async fn run_hooks(
    call: &PendingCall,
    request: &mut Request,
    info: &Attempt,
) -> Result<(), Box<Failure>> {
    for hook in call.hooks() {
        if let Err(refusal) = hook.run(request, info).get().await {
            return Err(Failure::rejected(refusal));
        }
    }
    Ok(())
}

/// Whether an answer is one to hand out. A raw response is, unless its status is to be retried.
pub(crate) fn stands(call: &PendingCall, status: StatusCode, body_mode: BodyMode) -> bool {
    match body_mode {
        BodyMode::Raw => !call.spec.policy().retries_status(status.as_u16()),
        BodyMode::Streaming
            if call.spec.asks_for_rest() && status == StatusCode::RANGE_NOT_SATISFIABLE =>
        {
            true
        }
        BodyMode::Buffered | BodyMode::Drained | BodyMode::Streaming => {
            call.spec.endpoint.means_success(status.as_u16())
        }
    }
}

/// As much of the body as is wanted: of an answer that means none, nothing.
async fn wanted(
    call: &PendingCall,
    response: &mut Response,
    body_mode: BodyMode,
) -> Result<Bytes, Box<Failure>> {
    let absent = call.spec.endpoint.means_none(response.status().as_u16());
    body(
        call,
        response,
        if absent { BodyMode::Drained } else { body_mode },
    )
    .await
}

pub(crate) async fn body(
    call: &PendingCall,
    response: &mut Response,
    body_mode: BodyMode,
) -> Result<Bytes, Box<Failure>> {
    let limit = call.spec.policy().max_body_limit();
    let read = match body_mode {
        BodyMode::Buffered => read::whole(response, limit).await,
        BodyMode::Drained => read::discard(response, limit).await.map(|()| Bytes::new()),
        BodyMode::Streaming => read::first(response).await,
        BodyMode::Raw => Ok(Bytes::new()),
    };
    read.map_err(|failure| failure.with_head(response.status(), mem::take(response.headers_mut())))
}
