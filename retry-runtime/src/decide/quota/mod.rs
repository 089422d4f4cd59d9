//! Quota headers: statements of a server about its limits, read as the wait that they ask for.
//!
//! Code hosts send the reset time of a limit with every response, so a reset time alone asks for no wait. It counts if
//! *its own* limit has 0 remaining, or on a 429 or 503 that does not say what remains. Of several exhausted limits the
//! one that resets last decides, because the server refuses requests until then.
//!
//! A malformed header and a time in the past must never cause an error or a wait: they are ignored. The forms are those
//! of the vendors:
//!
//! - `RateLimit: "name";r=0;t=30`, the current draft of the IETF
//!   ([draft-ietf-httpapi-ratelimit-headers](https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/)),
//! - `x-ratelimit-reset`: a time since 1970 in seconds or milliseconds, or seconds from now,
//! - `x-ratelimit-reset-requests` and `-tokens`: durations such as `6m0s`,
//! - `anthropic-ratelimit-…-reset`: times of RFC 3339.

mod duration;
mod rate_limit;
mod rfc3339;

use std::time::{Duration, SystemTime};

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::decide::decimal::{self, MILLISECOND, SECOND};
use crate::decide::retry_after::{sent_at, trimmed};

/// One limit of a server, as its headers describe it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Limit {
    /// True if 0 remain; `None` if the server does not say.
    is_exhausted: Option<bool>,
    /// The time until it resets, if that is in the future.
    reset: Option<Duration>,
}

/// A pair of headers about one limit.
struct Family {
    remaining: HeaderName,
    reset: HeaderName,
    form: Form,
}

/// The spelling of a reset.
#[derive(Clone, Copy)]
enum Form {
    /// Seconds from now, or a time since 1970 in seconds or milliseconds, told apart by their size.
    Number,
    /// A duration with units.
    Units,
    /// A date and time of RFC 3339.
    Timestamp,
}

const fn family(remaining: &'static str, reset: &'static str, form: Form) -> Family {
    Family {
        remaining: HeaderName::from_static(remaining),
        reset: HeaderName::from_static(reset),
        form,
    }
}

// Each limit with the two headers that speak of it. A reset is read with its own remainder only: a
// server that is out of tokens may have thousands of requests left.
const FAMILIES: [Family; 7] = [
    family("x-ratelimit-remaining", "x-ratelimit-reset", Form::Number),
    family(
        "x-ratelimit-remaining-requests",
        "x-ratelimit-reset-requests",
        Form::Units,
    ),
    family(
        "x-ratelimit-remaining-tokens",
        "x-ratelimit-reset-tokens",
        Form::Units,
    ),
    family(
        "anthropic-ratelimit-requests-remaining",
        "anthropic-ratelimit-requests-reset",
        Form::Timestamp,
    ),
    family(
        "anthropic-ratelimit-tokens-remaining",
        "anthropic-ratelimit-tokens-reset",
        Form::Timestamp,
    ),
    family(
        "anthropic-ratelimit-input-tokens-remaining",
        "anthropic-ratelimit-input-tokens-reset",
        Form::Timestamp,
    ),
    family(
        "anthropic-ratelimit-output-tokens-remaining",
        "anthropic-ratelimit-output-tokens-reset",
        Form::Timestamp,
    ),
];

/// An epoch in seconds is above this: as seconds from now it would be 31 years.
const LEAST_EPOCH: Duration = Duration::from_secs(1_000_000_000);
/// An epoch in milliseconds is above this: as seconds since 1970 it would be the year 5138.
const LEAST_EPOCH_IN_MILLIS: Duration = Duration::from_secs(100_000_000_000);

/// The time until all exhausted limits of a response have reset.
pub(crate) fn reset(
    status: StatusCode,
    headers: &HeaderMap,
    now: impl Fn() -> SystemTime,
) -> Option<Duration> {
    let limits: Vec<Limit> = rate_limit::limits(headers)
        .into_iter()
        .chain(
            FAMILIES
                .iter()
                .filter_map(|family| family.limit(headers, &now)),
        )
        .collect();
    let is_refusal = matches!(
        status,
        StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
    );
    // A server that says what remains of one limit would also say it of the limit that is used up.
    let is_silent = limits.iter().all(|limit| limit.is_exhausted.is_none());
    let counts = |limit: &&Limit| limit.is_exhausted.unwrap_or(is_refusal && is_silent);
    limits
        .iter()
        .filter(counts)
        .filter_map(|limit| limit.reset)
        .max()
}

impl Family {
    /// The limit by the headers of a response, if they name it.
    fn limit(&self, headers: &HeaderMap, now: &impl Fn() -> SystemTime) -> Option<Limit> {
        let remaining = texts(headers, &self.remaining)
            .filter_map(|text| decimal::duration(text, SECOND))
            .min();
        let resets =
            texts(headers, &self.reset).filter_map(|text| self.form.read(text, headers, now));
        let limit = Limit {
            is_exhausted: remaining.map(|remaining| remaining.is_zero()),
            reset: resets.filter(|reset| !reset.is_zero()).max(),
        };
        (limit != Limit::default()).then_some(limit)
    }
}

impl Form {
    fn read(
        self,
        text: &str,
        headers: &HeaderMap,
        now: &impl Fn() -> SystemTime,
    ) -> Option<Duration> {
        let since_1970 = match self {
            Self::Units => return duration::read(text),
            Self::Timestamp => rfc3339::since_1970(text)?,
            Self::Number => match decimal::duration(text, SECOND)? {
                Duration::MAX => return Some(Duration::MAX),
                seconds if seconds > LEAST_EPOCH_IN_MILLIS => decimal::duration(text, MILLISECOND)?,
                seconds if seconds > LEAST_EPOCH => seconds,
                seconds => return Some(seconds),
            },
        };
        // Compared with the server's own clock, like the date in `Retry-After`.
        let written = sent_at(headers, now).duration_since(SystemTime::UNIX_EPOCH);
        Some(since_1970.saturating_sub(written.unwrap_or_default()))
    }
}

fn texts<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let fields = headers.get_all(name).iter();
    fields
        .filter_map(|field: &HeaderValue| field.to_str().ok())
        .map(trimmed)
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
