//! Metrics. Names and units are in the docs of the module above.

use std::time::Duration;

use http::StatusCode;

use crate::endpoint::Endpoint;
use crate::error::{AttemptRecord, ErrorKind, GaveUp, Guard};
use crate::telemetry::labels::{
    ATTEMPT_DURATION, ATTEMPTS, CALL_DURATION, class, labels, named_or_class, reason, source,
};
use crate::telemetry::recorder::{self, Meters, count, record};

const RETRIES: &str = "retry_client_retries_total";
const WAIT: &str = "retry_client_wait_seconds";
const GIVE_UPS: &str = "retry_client_give_ups_total";
const CIRCUIT_CHANGES: &str = "retry_client_circuit_changes_total";
const HELD_BACK: &str = "retry_client_held_back_total";
const HOLD: &str = "retry_client_hold_seconds";
const HEDGES: &str = "retry_client_hedges_total";

/// Describes the metrics to the recorder.
pub(crate) fn describe() {
    let counters = [
        (
            ATTEMPTS,
            "Requests that were sent, the first of each call included.",
        ),
        (
            RETRIES,
            "Waits for a further attempt, by what went wrong before it.",
        ),
        (
            GIVE_UPS,
            "Calls that failed, by why there was no further attempt.",
        ),
        (
            CIRCUIT_CHANGES,
            "Circuits that opened, half-opened or closed.",
        ),
        (HELD_BACK, "Attempts that a guard did not let go."),
        (
            HEDGES,
            "Attempts beside a first one, by whether their response was the call's.",
        ),
    ];
    let durations = [
        (
            ATTEMPT_DURATION,
            "From sending a request to the end of its response.",
        ),
        (
            CALL_DURATION,
            "From the start of a call to its end, waits included.",
        ),
        (WAIT, "The wait before a further attempt."),
        (HOLD, "The wait of an attempt for a guard to let it go."),
    ];
    recorder::describe(&counters, &durations, &[]);
}

/// Records an attempt that has succeeded.
pub(crate) fn attempt_succeeded(
    (meters, endpoint): (&Meters, &Endpoint),
    status: StatusCode,
    duration: impl FnOnce() -> Duration,
) {
    let outcome = class(None, Some(status));
    meters.record(ATTEMPT_DURATION, endpoint, outcome, duration);
}

/// Records an attempt that has failed, and the wait after it.
pub(crate) fn attempt_failed(endpoint: &Endpoint, failed: &AttemptRecord) {
    let outcome = ("outcome", class(failed.kind, failed.status));
    record(
        ATTEMPT_DURATION,
        labels(endpoint, Some(outcome)),
        failed.duration(),
    );
    if let (Some(kind), Some((delay, by))) = (failed.kind, failed.wait) {
        let cause = ("cause", named_or_class(kind, failed.status));
        count(RETRIES, labels(endpoint, Some(cause)));
        let source = ("source", source(by));
        record(WAIT, labels(endpoint, Some(source)), delay.into());
    }
}

pub(crate) fn gave_up(endpoint: &Endpoint, why: GaveUp) {
    count(GIVE_UPS, labels(endpoint, Some(("reason", reason(why)))));
}

pub(crate) fn circuit_changed(endpoint: &Endpoint, to: &'static str) {
    count(CIRCUIT_CHANGES, labels(endpoint, Some(("to", to))));
}

/// Counts an attempt that a guard has held back.
pub(crate) fn held_back(endpoint: &Endpoint, by: Guard) {
    count(HELD_BACK, labels(endpoint, Some(("by", by.name()))));
}

/// Records the wait of an attempt for a guard.
pub(crate) fn held(endpoint: &Endpoint, by: Guard, wait: Duration) {
    record(HOLD, labels(endpoint, Some(("by", by.name()))), wait);
}

/// Counts a hedge, by whether it ended the call.
pub(crate) fn hedge_ended(endpoint: &Endpoint, has_won: bool) {
    let outcome = ("outcome", if has_won { "won" } else { "lost" });
    count(HEDGES, labels(endpoint, Some(outcome)));
}

/// Records a call that has ended.
pub(crate) fn finished(
    (meters, endpoint): (&Meters, &Endpoint),
    failed: Option<ErrorKind>,
    status: Option<StatusCode>,
    duration: impl FnOnce() -> Duration,
) {
    let outcome = class(failed, status);
    meters.record(CALL_DURATION, endpoint, outcome, duration);
}
