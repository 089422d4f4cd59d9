//! An attempt that `when` judges.

use std::mem;

use bytes::Bytes;
use http::StatusCode;
use reqwest::{Request, Response};

use crate::decide::Verdict;
use crate::decode::{Answer, Receive, Wants};
use crate::engine::exchange::{Broken, body, heard, send, stands};
use crate::error::{ErrorKind, Failure};
use crate::policy::hooks::{Attempt, Heard, Judge, Outcome};
use crate::request::Plan;
use crate::response::unread;

/// What there is for `when` to judge.
pub(crate) enum Hearing {
    /// An answer with all of its body.
    Whole(Heard),
    /// An answer that stands, whose body is handed out as it arrives: the first part of it, and
    /// what is left.
    Begun(Bytes, Response),
}

/// One attempt of a call that `when` judges: the answer, with all of its body whatever its status,
/// unless it stands and its body is to be handed out as it arrives.
pub(crate) async fn hear(
    plan: &Plan,
    request: Request,
    wants: Wants,
) -> Result<Hearing, Box<Failure>> {
    let mut response = heard(send(plan, request).await)?;
    let status = response.status();
    let absent = plan.endpoint.means_none(status.as_u16());
    if wants == Wants::Begun && !absent && stands(plan, status, wants) {
        return Ok(Hearing::Begun(Bytes::new(), response));
    }
    let body = body(plan, &mut response, Wants::Whole).await?;
    Ok(Hearing::Whole(Heard::new(response, body)))
}

/// What comes of an attempt once `when` has been asked.
pub(crate) async fn judge(
    plan: &Plan,
    heard: Result<Hearing, Box<Failure>>,
    judge: &dyn Judge,
    attempt: Attempt,
    receiver: &mut dyn Receive,
) -> Result<StatusCode, Box<Broken>> {
    let (heard, failure) = match heard {
        Ok(Hearing::Begun(first, response)) => {
            return judge_begun(plan, (first, response), judge, attempt, receiver).await;
        }
        Ok(Hearing::Whole(heard)) => {
            let failure = take(plan, &heard, receiver).err();
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
pub(crate) async fn begin(plan: &Plan, mut response: Response) -> Result<Hearing, Box<Failure>> {
    let first = body(plan, &mut response, Wants::Begun).await?;
    Ok(Hearing::Begun(first, response))
}

/// As [`judge`], of an answer of which the rest is still to come: `when` is asked before it is
/// decoded, since that gives the rest away.
async fn judge_begun(
    plan: &Plan,
    (first, mut response): (Bytes, Response),
    judge: &dyn Judge,
    attempt: Attempt,
    receiver: &mut dyn Receive,
) -> Result<StatusCode, Box<Broken>> {
    let status = response.status();
    let outcome = Outcome {
        attempt,
        heard: Some(Heard::beside(&response, first.clone())),
        failure: None,
    };
    let verdict = judge.judge(&outcome).get().await;
    if !matches!(verdict, Verdict::Default | Verdict::Accept) {
        let headers = mem::take(response.headers_mut());
        let failure = Failure::new(ErrorKind::NotReady).with_head(status, headers);
        return Err(Box::new(Broken {
            failure: failure.with_body(first.clone()),
            response: Some(unread(response, first)),
            verdict,
        }));
    }
    let answer = Answer {
        response,
        body: first,
        absent: false,
        idle: plan.policy().idle_timeout_limit(),
    };
    if verdict == Verdict::Accept {
        receiver.accept(answer)?;
    } else {
        receiver.receive(answer)?;
    }
    Ok(status)
}

/// Takes an answer for a value if it is one to hand out.
fn take(plan: &Plan, heard: &Heard, receiver: &mut dyn Receive) -> Result<(), Box<Failure>> {
    let absent = plan.endpoint.means_none(heard.status.as_u16());
    if !absent && !stands(plan, heard.status, receiver.wants()) {
        return Err(failed_with(ErrorKind::Status, heard));
    }
    receiver.receive(heard.answer(absent, receiver.wants()))
}

fn settle(
    outcome: Outcome,
    verdict: Verdict,
    receiver: &mut dyn Receive,
) -> Result<StatusCode, Box<Broken>> {
    let accepts = matches!(verdict, Verdict::Default | Verdict::Accept);
    let (failure, response) = match (outcome.heard, outcome.failure) {
        (Some(heard), None) if accepts => return Ok(heard.status),
        (Some(heard), None) => (
            failed_with(ErrorKind::NotReady, &heard),
            Some(heard.headless()),
        ),
        (Some(heard), Some(failure)) if verdict == Verdict::Accept && is_judgement(&failure) => {
            receiver.accept(heard.answer(false, receiver.wants()))?;
            return Ok(heard.status);
        }
        (Some(heard), Some(failure)) => (failure, Some(heard.headless())),
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
    Err(Box::new(Broken {
        failure,
        response,
        verdict,
    }))
}

/// Whether a failure is an opinion about a whole answer, which `when` may overrule.
fn is_judgement(failure: &Failure) -> bool {
    matches!(failure.kind, ErrorKind::Status | ErrorKind::NotReady)
}

fn failed_with(kind: ErrorKind, heard: &Heard) -> Box<Failure> {
    let failure = Failure::new(kind).with_head(heard.status, heard.headers.clone());
    failure.with_body(heard.body.clone())
}

impl Heard {
    /// The answer as if its body had been read as far as it is wanted.
    fn answer(&self, absent: bool, wants: Wants) -> Answer {
        let body = match wants {
            Wants::Whole | Wants::Nothing => self.body.clone(),
            Wants::Begun | Wants::Untouched => Bytes::new(),
        };
        Answer {
            response: self.response(),
            body,
            absent,
            idle: None,
        }
    }
}
