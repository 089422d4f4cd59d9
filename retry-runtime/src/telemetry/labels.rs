//! The labels of telemetry: a small, fixed set of values that no caller can extend.
//!
//! Most metrics systems make a time series of each label, so values of a path, or any verb that somebody sends, would be
//! without bound. Every label here is a constant or comes from the declaration.

#[cfg(feature = "tracing")]
use http::Method;
use http::StatusCode;

use crate::endpoint::Endpoint;
use crate::error::{DelaySource, ErrorKind, GaveUp};
#[cfg(feature = "tracing")]
use crate::request::nth;

/// The verb of a request, or `_OTHER` if it is neither a standard one nor declared.
#[cfg(feature = "tracing")]
pub(crate) fn method<'a>(method: &'a Method, endpoint: &Endpoint) -> &'a str {
    let is_standard = matches!(
        *method,
        Method::GET
            | Method::HEAD
            | Method::POST
            | Method::PUT
            | Method::DELETE
            | Method::CONNECT
            | Method::OPTIONS
            | Method::TRACE
            | Method::PATCH
    );
    if is_standard || method.as_str() == endpoint.verb() {
        method.as_str()
    } else {
        // The value of OpenTelemetry's semantic conventions for an unknown method.
        "_OTHER"
    }
}

/// The path template at `place` in its list, without its query; `None` if the URL is an argument.
#[cfg(feature = "tracing")]
pub(crate) fn template(endpoint: &Endpoint, place: u32) -> Option<&'static str> {
    let template = nth(endpoint.paths(), place)?;
    Some(template.split_once('?').map_or(template, |(path, _)| path))
}

/// The cause of a failure: the status of a response that is an error, otherwise the kind.
#[cfg(feature = "tracing")]
pub(crate) fn cause(kind: ErrorKind, status: Option<&StatusCode>) -> &str {
    match (kind, status) {
        (ErrorKind::Status, Some(status)) => status.as_str(),
        _ => name(kind),
    }
}

/// A label of a metric: its name and its value.
pub(crate) type Pair = (&'static str, &'static str);

/// The name of a metric, and its description.
pub(crate) type Described = (&'static str, &'static str);

pub(crate) const ATTEMPTS: &str = "retry_client_attempts_total";
pub(crate) const ATTEMPT_DURATION: &str = "retry_client_attempt_duration_seconds";
pub(crate) const CALL_DURATION: &str = "retry_client_call_duration_seconds";

/// The outcome of a 2xx, as [`class`] names it.
pub(crate) const SUCCESS: &str = "2xx";

/// The labels of every metric of an endpoint, and one more.
pub(crate) fn labels(endpoint: &Endpoint, further: Option<Pair>) -> impl Iterator<Item = Pair> {
    let own = [
        ("service", endpoint.service()),
        ("endpoint", endpoint.name()),
        ("method", endpoint.verb()),
    ];
    own.into_iter().chain(further)
}

/// The outcome: the class of the status, or the kind of another failure.
pub(crate) fn class(failed: Option<ErrorKind>, status: Option<StatusCode>) -> &'static str {
    match (failed, status.map(|status| status.as_u16())) {
        (None | Some(ErrorKind::Status), Some(status)) => match status {
            ..200 => "1xx",
            200..300 => SUCCESS,
            300..400 => "3xx",
            400..500 => "4xx",
            // Statuses up to 999 may arrive. RFC 9110, 15 tells clients to treat them as 5xx.
            500.. => "5xx",
        },
        (Some(kind), _) => name(kind),
        (None, None) => "none",
    }
}

/// The outcome as [`class`] names it, except that statuses which ask for a retry have values of their own.
pub(crate) fn named_or_class(kind: ErrorKind, status: Option<StatusCode>) -> &'static str {
    match (kind, status.map(|status| status.as_u16())) {
        // The statuses that policies usually name. A series for each of 500 statuses would be too
        // many.
        (ErrorKind::Status, Some(408)) => "408",
        (ErrorKind::Status, Some(425)) => "425",
        (ErrorKind::Status, Some(429)) => "429",
        (ErrorKind::Status, Some(500)) => "500",
        (ErrorKind::Status, Some(502)) => "502",
        (ErrorKind::Status, Some(503)) => "503",
        (ErrorKind::Status, Some(504)) => "504",
        _ => class(Some(kind), status),
    }
}

fn name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::TooLarge => "too_large",
        ErrorKind::NotReady => "not_ready",
        ErrorKind::HeldBack => "held_back",
        kind => kind.name(),
    }
}

pub(crate) fn reason(why: GaveUp) -> &'static str {
    match why {
        GaveUp::NotRetryable => "not_retryable",
        GaveUp::NotRepeatable => "not_repeatable",
        GaveUp::AttemptsExhausted => "attempts_exhausted",
        GaveUp::TimeoutWouldPass => "timeout_would_pass",
        GaveUp::ServerDelayTooLong => "server_delay_too_long",
        GaveUp::Judged => "judged",
        GaveUp::SwitchedOff => "switched_off",
        GaveUp::BudgetSpent => "budget_spent",
        GaveUp::HeldBack => "held_back",
    }
}

pub(crate) fn source(source: DelaySource) -> &'static str {
    match source {
        DelaySource::Strategy => "strategy",
        DelaySource::Server => "server",
        DelaySource::Verdict => "verdict",
    }
}

#[cfg(all(test, feature = "tracing", feature = "metrics"))]
mod tests {
    use super::*;
    use crate::endpoint::EndpointDeclaration;

    #[test]
    fn a_verb_is_named_if_it_is_standard_or_declared() {
        const DECLARED: Endpoint = Endpoint::unlisted("", "PROPFIND");
        let table = [
            ("GET", "GET"),
            ("PATCH", "PATCH"),
            ("PROPFIND", "PROPFIND"),
            ("get", "_OTHER"),
            ("MERGE", "_OTHER"),
        ];
        for (sent, named) in table {
            let sent = Method::from_bytes(sent.as_bytes()).unwrap();
            assert_eq!(method(&sent, &DECLARED), named);
        }
    }

    #[test]
    fn a_template_goes_without_its_query_and_the_last_repeats() {
        const TWO: Endpoint = EndpointDeclaration {
            paths: &["/v2/{id}", "/v1?key=secret"],
            ..EndpointDeclaration::NEW
        }
        .endpoint();
        const NONE: Endpoint = Endpoint::unlisted("", "GET");
        let named = [1, 2, 3].map(|number| template(&TWO, number));
        assert_eq!(named, [Some("/v2/{id}"), Some("/v1"), Some("/v1")]);
        assert_eq!(template(&NONE, 1), None);
    }

    #[test]
    fn an_outcome_is_one_of_a_few_whatever_the_server_says() {
        let table = [
            (None, Some(204), "2xx", "2xx"),
            (None, Some(304), "3xx", "3xx"),
            (Some(ErrorKind::Status), Some(404), "4xx", "4xx"),
            (Some(ErrorKind::Status), Some(429), "4xx", "429"),
            (Some(ErrorKind::Status), Some(503), "5xx", "503"),
            (Some(ErrorKind::Status), Some(999), "5xx", "5xx"),
            (Some(ErrorKind::Body), Some(200), "body", "body"),
            (
                Some(ErrorKind::TooLarge),
                Some(200),
                "too_large",
                "too_large",
            ),
            (Some(ErrorKind::Timeout), None, "timeout", "timeout"),
        ];
        for (failed, status, outcome, cause) in table {
            let status = status.map(|status| StatusCode::from_u16(status).unwrap());
            assert_eq!(class(failed, status), outcome);
            if let Some(kind) = failed {
                assert_eq!(named_or_class(kind, status), cause);
            }
        }
    }
}
