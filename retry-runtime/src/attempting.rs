//! One attempt: build, ask the hooks, send, read, decode. Reads no clock; its caller bounds it.

use std::mem;

use bytes::Bytes;
use http::StatusCode;
use reqwest::{Request, Response};

use crate::attempt::Attempt;
use crate::classify::Verdict;
use crate::diagnose::{Stage, diagnose};
use crate::failure::{ErrorKind, Failure};
use crate::request::{Plan, announce_emptiness};
use crate::response::{Answer, Receive, Wants, read};

mod judged;

pub(crate) use self::judged::{Hearing, begin, hear, judge};

/// A failed attempt, with the answer whose body is still to be read or dropped.
pub(crate) struct Broken {
    pub(crate) failure: Failure,
    pub(crate) response: Option<Response>,
    pub(crate) verdict: Verdict,
}

impl Broken {
    /// Both parts, and the box is gone.
    pub(crate) fn into_parts(self: Box<Self>) -> (Failure, Option<Response>) {
        let Self {
            failure, response, ..
        } = *self;
        (failure, response)
    }
}

impl From<Failure> for Box<Broken> {
    fn from(failure: Failure) -> Self {
        Box::new(Broken {
            failure,
            response: None,
            verdict: Verdict::Default,
        })
    }
}

/// One attempt of a call that nobody judges. An answer that is an error keeps its body unread.
pub(crate) async fn attempt(
    plan: &Plan,
    request: Request,
    receiver: &mut dyn Receive,
) -> Result<StatusCode, Box<Broken>> {
    let response = open(plan, request, receiver.wants()).await?;
    finish(plan, response, receiver).await
}

/// As far as the head of an answer that stands.
pub(crate) async fn open(
    plan: &Plan,
    request: Request,
    wants: Wants,
) -> Result<Response, Box<Broken>> {
    let mut response = send(plan, request).await?;
    let status = response.status();
    let absent = plan.endpoint.means_none(status.as_u16());
    if absent || stands(plan, status, wants) {
        return Ok(response);
    }
    let headers = mem::take(response.headers_mut());
    let failure = Failure::new(ErrorKind::Status).with_head(status, headers);
    Err(Box::new(Broken {
        failure,
        response: Some(response),
        verdict: Verdict::Default,
    }))
}

/// The rest of an attempt whose answer has been opened.
pub(crate) async fn finish(
    plan: &Plan,
    mut response: Response,
    receiver: &mut dyn Receive,
) -> Result<StatusCode, Box<Broken>> {
    let status = response.status();
    let absent = plan.endpoint.means_none(status.as_u16());
    let wants = if absent {
        Wants::Nothing
    } else {
        receiver.wants()
    };
    let body = body(plan, &mut response, wants).await?;
    receiver.receive(Answer {
        response,
        body,
        absent,
        idle: plan.policy().idle_timeout_limit(),
    })?;
    Ok(status)
}

async fn send(plan: &Plan, mut request: Request) -> Result<Response, Failure> {
    // Only now, as a hook may have changed the body.
    announce_emptiness(&mut request);
    let sent = plan.client.wire().send(request).await;
    let mut response = sent.map_err(|error| diagnose(error, Stage::Head))?;
    if response.status().is_informational() {
        let detail = "an informational status ended it".into();
        let (status, headers) = (response.status(), mem::take(response.headers_mut()));
        return Err(Failure {
            detail,
            ..Failure::new(ErrorKind::Protocol)
        }
        .with_head(status, headers));
    }
    Ok(response)
}

/// The client's hooks, then the policy's. They have the last word on the request.
pub(crate) async fn ask_hooks(
    plan: &Plan,
    request: &mut Request,
    info: &Attempt,
) -> Result<(), Failure> {
    for hook in plan.hooks() {
        if let Err(refusal) = hook.run(request, info).get().await {
            return Err(Failure::rejected(refusal));
        }
    }
    Ok(())
}

/// Whether an answer is one to hand out. A raw response is, unless its status is to be retried.
fn stands(plan: &Plan, status: StatusCode, wants: Wants) -> bool {
    match wants {
        Wants::Untouched => !plan.policy().retries_status(status.as_u16()),
        Wants::Begun if plan.wants_rest && status == StatusCode::RANGE_NOT_SATISFIABLE => true,
        Wants::Whole | Wants::Nothing | Wants::Begun => {
            plan.endpoint.means_success(status.as_u16())
        }
    }
}

async fn body(plan: &Plan, response: &mut Response, wants: Wants) -> Result<Bytes, Failure> {
    let limit = plan.policy().max_body_limit();
    let read = match wants {
        Wants::Whole => read::whole(response, limit).await,
        Wants::Nothing => read::discard(response, limit).await.map(|()| Bytes::new()),
        Wants::Begun => read::first(response).await,
        Wants::Untouched => Ok(Bytes::new()),
    };
    read.map_err(|failure| failure.with_head(response.status(), mem::take(response.headers_mut())))
}
