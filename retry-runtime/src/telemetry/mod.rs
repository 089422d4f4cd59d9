//! Telemetry of a call: spans and events, metrics, and the trace context that each attempt carries. It is bounded in
//! number and free of secrets: it contains only declared names, host and port, and never a value of a path, query or
//! header, nor a body.
//!
//! Builds without a feature have the same functions with empty bodies, so that the engine has no `cfg`. Telemetry must
//! never change how a call ends, and costs nothing while nobody listens.
//!
//! # Spans and events: feature `tracing`, on by default
//!
//! The target is `retry_client`. Without a listener, no span or event is made.
//!
//! | what | level | fields |
//! |---|---|---|
//! | span `call`, one per call | INFO | `otel.name` (`GitHub.repo`), `otel.kind` = `internal`, `retry.attempts`; of a call that failed `error.type`, `retry.gave_up`, `otel.status_code` = `ERROR` |
//! | span `attempt` within it, one per attempt | INFO | `otel.name` (`GET /repos/{owner}/{name}`), `otel.kind` = `client`, `http.request.method`, `url.template`, `server.address`, `server.port`, `http.response.status_code`; of a retry `http.request.resend_count`; of one that failed `error.type`, `otel.status_code` = `ERROR` |
//! | event for each wait, in the span of the call | DEBUG | `retry.attempt` (the failed one), `retry.delay` (seconds), `retry.delay_source` (`strategy`, `server`, `verdict`), `error.type` |
//! | event for giving up, at most one per call | WARN | `retry.endpoint`, `retry.attempts`, `retry.gave_up`, `error.type` |
//! | event for a circuit that opens, and for a pause over one second | WARN | `retry.endpoint`, `retry.guard`, `retry.hold` (seconds) |
//! | event for the end of either | INFO | `retry.endpoint`, `retry.guard` |
//! | event for probes, and for one that failed | DEBUG | likewise |
//!
//! Names are those of the
//! [semantic conventions](https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client),
//! without `url.full`, which contains values. `error.type` is the status of a response that is an error, otherwise the
//! kind of failure (`timeout`, `reset`, `body`, …), or `cancelled` if the call was dropped. Spans are at INFO because
//! exporters commonly stop there, and spans print nothing by themselves. Giving up is reported if there was reason to
//! try again; a response that simply is an error is left to the caller to report.
//!
//! The span of an attempt begins after the hooks have run, so requests of the hooks are not inside it. It ends with the
//! body, or with the first byte of a body that is handed out as it arrives. The resumption of a download or of a stream
//! of events is a `call` of its own.
//!
//! # Trace context: feature `opentelemetry`
//!
//! The request carries the context of the attempt's span, as the global
//! [text-map propagator](https://docs.rs/opentelemetry/latest/opentelemetry/global/fn.set_text_map_propagator.html)
//! writes it: `traceparent`, with a span of its own for each attempt. It is written after the hooks have run, and does
//! not replace a `traceparent` that is there already. If nobody listens to the span, the context is OpenTelemetry's
//! current one.
//!
//! # Metrics: feature `metrics`
//!
//! They go to the recorder of the [`metrics`](https://docs.rs/metrics) crate, and need no setup besides the feature.
//! Each has the labels `service` (`GitHub`), `endpoint` (`repo`) and `method` (`GET`).
//!
//! | name | kind, unit | further labels |
//! |---|---|---|
//! | `retry_client_attempts_total` | counter | |
//! | `retry_client_attempt_duration_seconds` | histogram, s | `outcome` |
//! | `retry_client_call_duration_seconds` | histogram, s, waits included | `outcome` |
//! | `retry_client_retries_total` | counter | `cause` |
//! | `retry_client_wait_seconds` | histogram, s | `source` |
//! | `retry_client_give_ups_total` | counter | `reason` |
//! | `retry_client_held_back_total` | counter | `by` |
//! | `retry_client_hold_seconds` | histogram, s | `by` |
//! | `retry_client_circuit_changes_total` | counter | `to`: `open`, `half_open`, `closed` |
//! | `retry_client_hedges_total` | counter | `outcome`: `won`, `lost` |
//!
//! `outcome` is the class of the status (`2xx`, … `5xx`, which includes all above) or the kind of failure. `cause` is the
//! same, with 408, 425, 429, 500, 502, 503 and 504 as values of their own. `source` and `reason` are
//! `retry.delay_source` and `retry.gave_up` of the spans. `by` is the guard: `circuit_breaker`, `rate_limit`,
//! `concurrency` or `pause`. Attempts that were held back were not sent, and a hold is the wait of an attempt for its
//! turn. Attempts count when they are sent. A call that is dropped has no durations, and an attempt whose body breaks off
//! after it was handed out has two.

mod fleet;
#[cfg(feature = "tracing")]
mod instrumented;
mod labels;
mod metrics;
#[cfg(feature = "opentelemetry")]
mod propagation;
#[cfg_attr(not(feature = "metrics"), path = "recorder_off.rs")]
mod recorder;
#[cfg_attr(not(feature = "tracing"), path = "spans_off.rs")]
mod spans;

use http::StatusCode;

pub(crate) use self::fleet::{
    describe_fleet, fleet_is_back, fleet_is_out_of_reach, fleet_members, fleet_used,
};
pub(crate) use self::metrics::{
    attempt_succeeded, describe, finished, hedge_ended, held, held_back,
};
pub(crate) use self::recorder::Meters;
pub(crate) use self::spans::{AttemptTrace, Trace};
use crate::endpoint::Endpoint;
use crate::error::{AttemptRecord, ErrorKind, GaveUp};
use crate::policy::hooks::GuardChange;
use crate::transport::Outgoing;

/// The outcome of an attempt, as far as telemetry reports it.
#[cfg(feature = "tracing")]
pub(crate) trait AttemptOutcome {
    /// The status of the response, if one arrived.
    fn status(&self) -> Option<StatusCode>;

    /// The failure, if the attempt failed.
    fn failure(&self) -> Option<&crate::error::Failure>;
}

/// Counts an attempt that is about to be sent, and opens its span.
pub(crate) fn attempt(
    trace: &Trace,
    (meters, endpoint): (&Meters, &Endpoint),
    outgoing: &mut Outgoing,
    attempt: (u32, u32),
    is_raw: bool,
) -> AttemptTrace {
    // Metrics count every attempt, even where nobody listens to spans.
    meters.count_attempt(endpoint);
    trace.attempt(endpoint, outgoing, attempt, is_raw)
}

/// Reports an attempt that failed, once the decision about it is made.
pub(crate) fn attempt_failed(endpoint: &Endpoint, number: u32, record: &AttemptRecord) {
    metrics::attempt_failed(endpoint, record);
    if let (Some(kind), Some((delay, source))) = (record.kind, record.wait) {
        spans::waits(number, (kind, record.status), delay.into(), source);
    }
}

/// Reports a failed call that has no further attempt.
pub(crate) fn gave_up(
    endpoint: &Endpoint,
    attempts: u32,
    (kind, status): (ErrorKind, Option<StatusCode>),
    why: GaveUp,
) {
    metrics::gave_up(endpoint, why);
    // The 404 of a lookup also ends its call, but is no reason for a warning. A guard that holds
    // calls back is reported once, and not for each call that was never sent.
    let is_expected = matches!(why, GaveUp::NotRetryable | GaveUp::Judged);
    if !is_expected && kind != ErrorKind::HeldBack {
        spans::gave_up(endpoint, attempts, (kind, status), why);
    }
}

/// Reports a guard that has begun or ceased to hold attempts back.
pub(crate) fn guard_changed(change: &GuardChange) {
    if let Some(circuit) = change.circuit() {
        metrics::circuit_changed(change.endpoint, circuit.name());
    }
    spans::guard_changed(change);
}
