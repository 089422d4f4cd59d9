//! The words that telemetry puts on a call: few, known beforehand, and none that the caller chose.

use http::{Method, StatusCode};

use crate::endpoint::Endpoint;
use crate::error::{DelaySource, GaveUp};
use crate::failure::ErrorKind;
use crate::request::nth;

/// The verb of a request, or `_OTHER` where it is neither a standard one nor declared.
pub(super) fn method<'a>(method: &'a Method, endpoint: &Endpoint) -> &'a str {
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
        "_OTHER"
    }
}

/// The path template of attempt `number`, without its query; `None` where the URL is an argument.
pub(super) fn template(endpoint: &Endpoint, number: u32) -> Option<&'static str> {
    let template = nth(endpoint.paths(), number)?;
    Some(template.split_once('?').map_or(template, |(path, _)| path))
}

/// What went wrong: the status of an answer that is an error, otherwise the kind.
pub(super) fn cause(kind: ErrorKind, status: Option<StatusCode>) -> Cause {
    match (kind, status) {
        (ErrorKind::Status, Some(status)) => Cause::Status(status),
        (kind, _) => Cause::Kind(kind),
    }
}

/// What went wrong.
#[derive(Clone, Copy)]
pub(super) enum Cause {
    Status(StatusCode),
    Kind(ErrorKind),
}

impl Cause {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Status(status) => status.as_str(),
            Self::Kind(ErrorKind::TooLarge) => "too_large",
            Self::Kind(ErrorKind::NotReady) => "not_ready",
            Self::Kind(kind) => kind.name(),
        }
    }
}

pub(super) fn reason(why: GaveUp) -> &'static str {
    match why {
        GaveUp::NotRetryable => "not_retryable",
        GaveUp::NotRepeatable => "not_repeatable",
        GaveUp::AttemptsExhausted => "attempts_exhausted",
        GaveUp::TimeoutWouldPass => "timeout_would_pass",
        GaveUp::ServerDelayTooLong => "server_delay_too_long",
        GaveUp::Judged => "judged",
    }
}

pub(super) fn source(source: DelaySource) -> &'static str {
    match source {
        DelaySource::Strategy => "strategy",
        DelaySource::Server => "server",
        DelaySource::Verdict => "verdict",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_is_named_if_it_is_standard_or_declared() {
        const DECLARED: Endpoint = Endpoint::declare("", "", "PROPFIND", &[]);
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
        const TWO: Endpoint = Endpoint::declare("", "", "GET", &["/v2/{id}", "/v1?key=secret"]);
        const NONE: Endpoint = Endpoint::declare("", "", "GET", &[]);
        let named = [1, 2, 3].map(|number| template(&TWO, number));
        assert_eq!(named, [Some("/v2/{id}"), Some("/v1"), Some("/v1")]);
        assert_eq!(template(&NONE, 1), None);
    }
}
