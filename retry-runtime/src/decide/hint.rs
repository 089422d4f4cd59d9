//! The wait that a response asks for, whichever of its headers says so.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};

use crate::decide::decision::is_to_be_retried;
use crate::decide::{quota, retry_after};
use crate::error::Failure;
use crate::policy::Policy;
use crate::policy::hooks::Verdict;

/// The wait that a failure asks for.
///
/// A quota is a hint only where the failure is one to be retried, and has no `Retry-After`: that one is
/// about this request, while code hosts describe their quotas beside every 404.
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

/// The word of a response about the quota of all who call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QuotaWord {
    /// There is more.
    Accepted,
    /// There was enough for this request, and there is no more for so long.
    Exhausted(Duration),
    /// This request was too much, and so is any other for so long.
    Refused(Duration),
    /// This request was too much. Nobody knows for how long.
    Nothing,
}

/// The word of a response about the quota, by its head. `limit` is the longest wait that is believed.
pub(crate) fn quota_word(
    status: StatusCode,
    headers: &HeaderMap,
    limit: Option<Duration>,
    now: impl Fn() -> SystemTime,
) -> QuotaWord {
    let is_too_many = status == StatusCode::TOO_MANY_REQUESTS;
    // RFC 6585, 4 and RFC 9110, 10.2.3: on a 429 and a 503 `Retry-After` is about all that is asked
    // of the service, on a 3xx about the redirect alone.
    let is_refusal = is_too_many || status == StatusCode::SERVICE_UNAVAILABLE;
    let named = is_refusal.then(|| retry_after::requested(headers, &now));
    let asked = named
        .flatten()
        .or_else(|| limit.and_then(|_| quota::reset(status, headers, now)));
    match (asked, limit) {
        (Some(asked), Some(limit)) if is_refusal => QuotaWord::Refused(asked.min(limit)),
        (Some(asked), Some(limit)) => QuotaWord::Exhausted(asked.min(limit)),
        // A 503 that names no time is about the health of the server and not about a quota.
        _ if is_too_many => QuotaWord::Nothing,
        _ => QuotaWord::Accepted,
    }
}
