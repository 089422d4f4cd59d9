//! Telemetry of a call: spans and events, metrics, the trace context that goes with each
//! attempt. All of it is bounded in number and free of secrets: no value of a path, query or header
//! and no body is in it, only what was declared, plus host and port.
//!
//! # Spans and events: feature `tracing`, on by default
//!
//! The target is `retry_client`. Where nobody listens, nothing is made.
//!
//! | what | level | fields |
//! |---|---|---|
//! | span `call`, one per call | INFO | `otel.name` (`GitHub.repo`), `otel.kind` = `internal`, `retry.attempts`; of a call that failed `error.type`, `retry.gave_up`, `otel.status_code` = `ERROR` |
//! | span `attempt`, in it, one per attempt | INFO | `otel.name` (`GET /repos/{owner}/{name}`), `otel.kind` = `client`, `http.request.method`, `url.template`, `server.address`, `server.port`, `http.response.status_code`; of a retry `http.request.resend_count`; of one that failed `error.type`, `otel.status_code` = `ERROR` |
//! | event for each wait, in the span of the call | DEBUG | `retry.attempt` (that failed), `retry.delay` (seconds), `retry.delay_source` (`strategy`, `server`, `verdict`), `error.type` |
//! | event for giving up, at most one per call | WARN | `retry.endpoint`, `retry.attempts`, `retry.gave_up`, `error.type` |
//! | event for a circuit that opens, and for a pause over one second | WARN | `retry.endpoint`, `retry.guard`, `retry.hold` (seconds) |
//! | event for the end of either | INFO | `retry.endpoint`, `retry.guard` |
//! | event for probes, and for one that failed | DEBUG | likewise |
//!
//! Names are those of the
//! [semantic conventions](https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client),
//! without `url.full`, which holds values. `error.type` is the status of a response that is an error,
//! otherwise the kind of failure (`timeout`, `reset`, `body`, …), or `cancelled` where the call was
//! dropped. Spans are at INFO because exporters commonly stop there, and print nothing by themselves.
//! Giving up is told where there were grounds to try again; a response that simply is an error is for
//! the caller to tell of.
//!
//! An attempt begins after the hooks have run, so what they send themselves stands beside it, and ends
//! with the body, or with its first byte where the body is handed out as it arrives. What resumes a
//! download or a stream of events later is a `call` of its own.
//!
//! # Trace context: feature `opentelemetry`
//!
//! The context of the attempt's span goes with its request, as the global
//! [text-map propagator](https://docs.rs/opentelemetry/latest/opentelemetry/global/fn.set_text_map_propagator.html)
//! writes it: `traceparent`, a span of its own for each attempt. It is written after the hooks, and not
//! at all over a `traceparent` that is there already. Where no span listens, the context is
//! OpenTelemetry's current one.
//!
//! # Metrics: feature `metrics`
//!
//! They go to the recorder of the [`metrics`](https://docs.rs/metrics) crate; the feature is all it takes.
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
//! `outcome` is the class of the status (`2xx`, … `5xx`, which takes in all above) or the kind of
//! failure. `cause` is the same, with 408, 425, 429, 500, 502, 503 and 504 by themselves. `source` is
//! who set the wait, `reason` why there was no further attempt: what the spans call
//! `retry.delay_source` and `retry.gave_up`. `by` is the guard: `circuit_breaker`, `rate_limit`, `concurrency` or `pause`; held back are
//! attempts that were not sent, and a hold is the wait of one for its turn. Attempts count when they are sent; a call that is dropped
//! has no durations, and an attempt whose body breaks after it was handed out has two.

mod fleet;
#[cfg(feature = "tracing")]
mod instrumented;
#[cfg(any(feature = "tracing", feature = "metrics"))]
mod labels;
#[cfg(feature = "metrics")]
mod metrics;
#[cfg(not(feature = "metrics"))]
mod metrics_off;
#[cfg(feature = "opentelemetry")]
mod propagation;
#[cfg(feature = "tracing")]
mod spans;
#[cfg(not(feature = "tracing"))]
mod spans_off;

use std::time::Duration;

use http::StatusCode;

pub(crate) use self::fleet::{
    describe_fleet, fleet_is_back, fleet_is_out_of_reach, fleet_members, fleet_used,
};
pub(crate) use self::measured::{Meters, describe};
#[cfg(feature = "metrics")]
use self::metrics as measured;
#[cfg(not(feature = "metrics"))]
use self::metrics_off as measured;
#[cfg(feature = "tracing")]
use self::spans as traced;
#[cfg(not(feature = "tracing"))]
use self::spans_off as traced;
pub(crate) use self::traced::{AttemptTrace, Trace};
use crate::endpoint::Endpoint;
use crate::error::{AttemptRecord, ErrorKind, GaveUp, Guard};
use crate::policy::hooks::GuardChange;
use crate::transport::Outgoing;

#[cfg(feature = "tracing")]
/// The end of an attempt, as far as telemetry tells of it.
pub(crate) trait AttemptOutcome {
    /// The status of the response, if one arrived.
    fn status(&self) -> Option<StatusCode>;

    /// The failure, if the attempt failed.
    fn failure(&self) -> Option<&crate::error::Failure>;
}

/// An attempt is about to be sent.
pub(crate) fn attempt(
    trace: &Trace,
    (meters, endpoint): (&Meters, &Endpoint),
    outgoing: &mut Outgoing,
    (number, place): (u32, u32),
    is_raw: bool,
) -> AttemptTrace {
    // Metrics count every attempt, also where no span listens.
    measured::attempt_started(meters, endpoint);
    trace.attempt(endpoint, outgoing, (number, place), is_raw)
}

/// An attempt has succeeded, after so long.
pub(crate) fn attempt_succeeded(
    (meters, endpoint): (&Meters, &Endpoint),
    status: StatusCode,
    duration: impl FnOnce() -> Duration,
) {
    measured::attempt_succeeded(meters, endpoint, status, duration);
}

/// An attempt has failed, and what comes next is settled.
pub(crate) fn attempt_failed(endpoint: &Endpoint, number: u32, record: &AttemptRecord) {
    measured::attempt_failed(endpoint, record.kind, record.status, || record.duration());
    if let (Some(kind), Some((delay, source))) = (record.kind, record.wait) {
        let delay = delay.into();
        measured::waits(endpoint, (kind, record.status), delay, source);
        traced::waits(number, (kind, record.status), delay, source);
    }
}

/// There is no further attempt after one that failed.
pub(crate) fn gave_up(
    endpoint: &Endpoint,
    attempts: u32,
    (kind, status): (ErrorKind, Option<StatusCode>),
    why: GaveUp,
) {
    measured::gave_up(endpoint, why);
    // A 404 of a lookup is no reason for a warning, though it ends its call as well.
    // A guard that holds back is told of once, and not by each call that was never sent.
    let is_told = !matches!(why, GaveUp::NotRetryable | GaveUp::Judged);
    if is_told && kind != ErrorKind::HeldBack {
        traced::gave_up(endpoint, attempts, (kind, status), why);
    }
}

/// A guard has begun to hold attempts back, or ceased to.
pub(crate) fn guard_changed(change: &GuardChange) {
    if let Some(circuit) = change.circuit() {
        measured::circuit_changed(change.endpoint, circuit.name());
    }
    traced::guard_changed(change);
}

/// A guard has not let an attempt go.
pub(crate) fn held_back(endpoint: &Endpoint, by: Guard) {
    measured::held_back(endpoint, by);
}

/// A guard has let an attempt wait for so long.
pub(crate) fn held(endpoint: &Endpoint, by: Guard, wait: Duration) {
    measured::held(endpoint, by, wait);
}

/// An attempt beside the first one has ended the call, or not.
pub(crate) fn hedge_ended(endpoint: &Endpoint, has_won: bool) {
    measured::hedge_ended(endpoint, if has_won { "won" } else { "lost" });
}

/// A call is over, after so long.
pub(crate) fn finished(
    (meters, endpoint): (&Meters, &Endpoint),
    failed: Option<ErrorKind>,
    status: Option<StatusCode>,
    duration: impl FnOnce() -> Duration,
) {
    measured::call_ended(meters, endpoint, failed, status, duration);
}
