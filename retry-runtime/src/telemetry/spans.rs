//! Spans and events for the subscriber of the `tracing` crate. The docs of the module above list their names, fields and
//! levels.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::atomic::{AtomicU16, AtomicU32};
use std::time::Duration;

use http::StatusCode;
use tracing::field::Empty;
use tracing::{Span, debug, info, info_span, warn};

use crate::endpoint::Endpoint;
use crate::error::{DelaySource, Error, ErrorKind, Failure, GaveUp};
use crate::policy::hooks::{GuardChange, GuardChangeKind};
use crate::telemetry::AttemptOutcome;
use crate::telemetry::instrumented::{HasSpan, Instrumented, Scope, failed};
use crate::telemetry::labels::{cause, method, reason, source, template};
use crate::transport::Outgoing;

/// The span of a call, if anybody listens to it.
#[derive(Clone, Default)]
// Shared with the spans of the attempts, which count themselves in it. `None` if nobody listens, so
// that such a call does not allocate.
pub(crate) struct Trace(Option<Arc<Call>>);

pub(crate) struct Call {
    span: Span,
    attempts: AtomicU32,
    /// The status of the last response if it is raw and an error, otherwise 0.
    last: AtomicU16,
}

impl Trace {
    pub(crate) fn begin(endpoint: &Endpoint) -> Self {
        let span = info_span!(
            target: "retry_client",
            "call",
            otel.name = %format_args!("{}.{}", endpoint.service(), endpoint.name()),
            otel.kind = "internal",
            retry.attempts = Empty,
            retry.gave_up = Empty,
            error.type = Empty,
            otel.status_code = Empty,
        );
        if span.is_disabled() {
            return Self(None);
        }
        Self(Some(Arc::new(Call {
            span,
            attempts: AtomicU32::new(0),
            last: AtomicU16::new(0),
        })))
    }

    /// Runs a call within its span.
    pub(crate) fn instrument<F>(self, call: F) -> Instrumented<Arc<Call>, F> {
        Instrumented::new(self.0, call)
    }

    /// The trace of an attempt whose request is complete, because its hooks have run.
    pub(crate) fn attempt(
        &self,
        endpoint: &Endpoint,
        outgoing: &mut Outgoing,
        attempt: (u32, u32),
        is_raw: bool,
    ) -> AttemptTrace {
        let span = attempt_span(endpoint, outgoing, attempt);
        #[cfg(feature = "opentelemetry")]
        super::propagation::inject(&span, outgoing.headers_mut());
        if let Some(call) = &self.0 {
            call.attempts.fetch_add(1, Relaxed);
        }
        if span.is_disabled() {
            return AttemptTrace(None);
        }
        AttemptTrace(Some(Attempt {
            span,
            call: self.0.clone(),
            is_raw,
        }))
    }
}

/// The span of an attempt, by its number and its place in the list of paths, which differ for a hedge.
fn attempt_span(endpoint: &Endpoint, outgoing: &Outgoing, (number, place): (u32, u32)) -> Span {
    let template = template(endpoint, place);
    info_span!(
        target: "retry_client",
        "attempt",
        otel.name = %Name(method(outgoing.method(), endpoint), template),
        otel.kind = "client",
        http.request.method = method(outgoing.method(), endpoint),
        http.request.resend_count = Some(number - 1).filter(|resends| *resends > 0),
        url.template = template,
        server.address = outgoing.host(),
        server.port = outgoing.port(),
        http.response.status_code = Empty,
        error.type = Empty,
        otel.status_code = Empty,
    )
}

/// `GET /repos/{owner}/{name}`
struct Name<'a>(&'a str, Option<&'static str>);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(method, template) = self;
        f.write_str(if *method == "_OTHER" { "HTTP" } else { method })?;
        template.map_or(Ok(()), |template| write!(f, " {template}"))
    }
}

impl HasSpan for Arc<Call> {
    fn span(&self) -> &Span {
        &self.span
    }
}

impl Scope<Result<(), Error>> for Arc<Call> {
    fn end(&self, outcome: &Result<(), Error>) {
        self.span
            .record("retry.attempts", self.attempts.load(Relaxed));
        match (outcome, StatusCode::from_u16(self.last.load(Relaxed))) {
            (Ok(()), Ok(status)) => failed(&self.span, status.as_str()),
            (Ok(()), Err(_)) => {}
            (Err(error), _) => {
                failed(&self.span, cause(error.kind(), error.status().as_ref()));
                self.span.record("retry.gave_up", reason(error.gave_up()));
            }
        }
    }
}

/// The span of an attempt, if anybody listens to it.
#[derive(Default)]
pub(crate) struct AttemptTrace(Option<Attempt>);

pub(crate) struct Attempt {
    span: Span,
    call: Option<Arc<Call>>,
    /// True if the response is raw, so that a successful attempt may have the status of an error.
    is_raw: bool,
}

impl AttemptTrace {
    /// Runs an attempt within its span.
    pub(crate) fn instrument<F>(self, attempt: F) -> Instrumented<Attempt, F> {
        Instrumented::new(self.0, attempt)
    }
}

impl HasSpan for Attempt {
    fn span(&self) -> &Span {
        &self.span
    }
}

impl<O: AttemptOutcome> Scope<O> for Attempt {
    fn end(&self, outcome: &O) {
        let (status, failure) = (outcome.status(), outcome.failure());
        if let Some(status) = status {
            self.span
                .record("http.response.status_code", status.as_u16());
        }
        // A raw response with any status is a success for the call, but the trace still shows an
        // error.
        let raw_error = status.filter(|status| self.is_raw && status.as_u16() >= 400);
        match (failure, raw_error) {
            (Some(failure), _) => failed(&self.span, cause(failure.kind, failure.status.as_ref())),
            (None, Some(status)) => failed(&self.span, status.as_str()),
            (None, None) => {}
        }
        if let Some(call) = &self.call {
            call.last
                .store(raw_error.map_or(0, |status| status.as_u16()), Relaxed);
            if failure.is_some_and(Failure::is_before_sending) {
                // It was counted when it began, because an attempt that is dropped has to count as
                // well.
                call.attempts.fetch_sub(1, Relaxed);
            }
        }
    }
}

/// Reports the wait after an attempt.
pub(crate) fn waits(
    number: u32,
    (kind, status): (ErrorKind, Option<StatusCode>),
    delay: Duration,
    by: DelaySource,
) {
    debug!(
        target: "retry_client",
        {
            retry.attempt = number,
            retry.delay = delay.as_secs_f64(),
            retry.delay_source = source(by),
            error.type = cause(kind, status.as_ref()),
        },
        "trying again in {delay:?}",
    );
}

/// Reports a call that failed although there was reason to try again.
pub(crate) fn gave_up(
    endpoint: &Endpoint,
    attempts: u32,
    (kind, status): (ErrorKind, Option<StatusCode>),
    why: GaveUp,
) {
    warn!(
        target: "retry_client",
        {
            retry.endpoint = %format_args!("{}.{}", endpoint.service(), endpoint.name()),
            retry.attempts = attempts,
            retry.gave_up = reason(why),
            error.type = cause(kind, status.as_ref()),
        },
        "gave up",
    );
}

/// Reports a guard that holds attempts back, or ceases to.
pub(crate) fn guard_changed(change: &GuardChange) {
    let endpoint = change.endpoint;
    let endpoint = match change.method {
        "" => endpoint.service().to_owned(),
        method => format!("{}.{method}", endpoint.service()),
    };
    let by = change.guard().name();
    let hold = change.holds_for().unwrap_or_default();
    let seconds = hold.as_secs_f64();
    match change.kind {
        GuardChangeKind::Opened {
            is_again: false, ..
        } => {
            warn!(target: "retry_client", { retry.endpoint = endpoint, retry.guard = by, retry.hold = seconds }, "circuit open for {hold:.1?}");
        }
        GuardChangeKind::Paused(_) => {
            warn!(target: "retry_client", { retry.endpoint = endpoint, retry.guard = by, retry.hold = seconds }, "paused by the server for {hold:.1?}");
        }
        GuardChangeKind::Opened { is_again: true, .. } => {
            debug!(target: "retry_client", { retry.endpoint = endpoint, retry.guard = by, retry.hold = seconds }, "circuit open again for {hold:.1?}");
        }
        GuardChangeKind::HalfOpened => {
            debug!(target: "retry_client", { retry.endpoint = endpoint, retry.guard = by }, "circuit half-open");
        }
        GuardChangeKind::Closed => {
            info!(target: "retry_client", { retry.endpoint = endpoint, retry.guard = by }, "circuit closed");
        }
        GuardChangeKind::Resumed => {
            info!(target: "retry_client", { retry.endpoint = endpoint, retry.guard = by }, "pause over");
        }
    }
}
