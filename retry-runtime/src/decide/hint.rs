//! The wait that a response asks for in any of its headers.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};

use crate::decide::decision::is_to_be_retried;
use crate::decide::{quota, retry_after};
use crate::error::Failure;
use crate::policy::Policy;
use crate::policy::hooks::Verdict;

/// The wait that a failure asks for.
///
/// A quota counts only if the failure is retried and has no `Retry-After`. That header is about this request, while
/// code hosts describe their quotas beside every 404.
pub(crate) fn of_failure(
    failure: &Failure,
    verdict: Verdict,
    policy: &Policy,
    now: impl Fn() -> SystemTime,
) -> Option<Duration> {
    let named = retry_after::requested(&failure.headers, &now);
    if named.is_some() || policy.get_retry_after().is_none() {
        return named;
    }
    let status = failure.status?;
    is_to_be_retried(failure, verdict, policy)
        .then(|| quota::reset(status, &failure.headers, now))?
}

/// The statement of a response about the quota of its callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QuotaWord {
    /// The request was accepted, and the quota is not used up.
    Accepted,
    /// The request was accepted, and the quota is used up for that time.
    Exhausted(Duration),
    /// The request exceeded the quota, and so does any other for that time.
    Refused(Duration),
    /// The request exceeded the quota for an unknown time, or there was no response.
    Unknown,
}

/// Reads the head of a response for its statement about the quota. `limit` is the longest wait that is accepted.
pub(crate) fn quota_word(
    status: StatusCode,
    headers: &HeaderMap,
    limit: Option<Duration>,
    now: impl Fn() -> SystemTime,
) -> QuotaWord {
    let is_too_many = status == StatusCode::TOO_MANY_REQUESTS;
    // RFC 6585, 4 and RFC 9110, 10.2.3: on a 429 and a 503 `Retry-After` is about all requests to
    // the service, on a 3xx only about the redirect.
    let is_refusal = is_too_many || status == StatusCode::SERVICE_UNAVAILABLE;
    let named = is_refusal.then(|| retry_after::requested(headers, &now));
    let asked = named
        .flatten()
        .or_else(|| limit.and_then(|_| quota::reset(status, headers, now)));
    match (asked, limit) {
        (Some(asked), Some(limit)) if is_refusal => QuotaWord::Refused(asked.min(limit)),
        (Some(asked), Some(limit)) => QuotaWord::Exhausted(asked.min(limit)),
        // A 503 that names no time is about the health of the server and not about a quota.
        _ if is_too_many => QuotaWord::Unknown,
        _ => QuotaWord::Accepted,
    }
}
