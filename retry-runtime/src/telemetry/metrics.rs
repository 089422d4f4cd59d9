//! Metrics, for the recorder of the `metrics` crate. Names and units are in the docs of the module above.

use std::sync::OnceLock;
use std::time::Duration;

use http::StatusCode;
use metrics::{
    Key, Label, Level, Metadata, Unit, counter, describe_counter, describe_histogram, histogram,
    with_recorder,
};

use crate::endpoint::Endpoint;
use crate::error::{DelaySource, ErrorKind, GaveUp, Guard};
use crate::telemetry::labels::{class, named_or_class, reason, source};

const ATTEMPTS: &str = "retry_client_attempts_total";
const ATTEMPT_DURATION: &str = "retry_client_attempt_duration_seconds";
const CALL_DURATION: &str = "retry_client_call_duration_seconds";
const RETRIES: &str = "retry_client_retries_total";
const WAIT: &str = "retry_client_wait_seconds";
const GIVE_UPS: &str = "retry_client_give_ups_total";
const CIRCUIT_CHANGES: &str = "retry_client_circuit_changes_total";
const HELD_BACK: &str = "retry_client_held_back_total";
const HOLD: &str = "retry_client_hold_seconds";
const HEDGES: &str = "retry_client_hedges_total";

/// The outcome of a 2xx, as [`class`] names it.
const SUCCESS: &str = "2xx";

/// As the macros of `metrics` write it.
static METADATA: Metadata<'static> =
    Metadata::new(module_path!(), Level::INFO, Some(module_path!()));

/// Tells the recorder what there will be. It may be told as often as one likes.
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
    for (name, text) in counters {
        describe_counter!(name, Unit::Count, text);
    }
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
    for (name, text) in durations {
        describe_histogram!(name, Unit::Seconds, text);
    }
}

/// Counters of a call that succeeds, by the position of its endpoint.
///
/// Making a key takes a heap call and hashes every label, some 900 instructions. The handles behind the keys
/// are not kept: they belong to the recorder of the time and thread that they were asked for, and one may be installed
/// after the first call, or for the length of a test.
pub(crate) struct Meters(Box<[OnceLock<Keys>]>);

struct Keys {
    attempts: Key,
    attempt_duration: Key,
    call_duration: Key,
}

impl Meters {
    pub(crate) fn new(endpoints: usize) -> Self {
        Self((0..endpoints).map(|_| OnceLock::new()).collect())
    }

    /// Made at the first call: many clients declare a hundred methods and call three.
    fn of(&self, endpoint: &Endpoint) -> Option<&Keys> {
        let keys = self.0.get(endpoint.position())?;
        Some(keys.get_or_init(|| Keys {
            attempts: Key::from_parts(ATTEMPTS, labels(endpoint, None)),
            attempt_duration: succeeding(ATTEMPT_DURATION, endpoint),
            call_duration: succeeding(CALL_DURATION, endpoint),
        }))
    }
}

fn succeeding(metric: &'static str, endpoint: &Endpoint) -> Key {
    Key::from_parts(metric, labels(endpoint, Some(("outcome", SUCCESS))))
}

pub(crate) fn attempt_started(meters: &Meters, endpoint: &Endpoint) {
    match meters.of(endpoint) {
        Some(keys) => with_recorder(|recorder| {
            recorder
                .register_counter(&keys.attempts, &METADATA)
                .increment(1);
        }),
        None => counter!(ATTEMPTS, labels(endpoint, None)).increment(1),
    }
}

pub(crate) fn attempt_succeeded(
    meters: &Meters,
    endpoint: &Endpoint,
    status: StatusCode,
    duration: impl FnOnce() -> Duration,
) {
    let keys = meters.of(endpoint).map(|keys| &keys.attempt_duration);
    let outcome = class(None, Some(status));
    timed((ATTEMPT_DURATION, keys), endpoint, outcome, duration());
}

pub(crate) fn attempt_failed(
    endpoint: &Endpoint,
    failed: Option<ErrorKind>,
    status: Option<StatusCode>,
    duration: impl FnOnce() -> Duration,
) {
    let outcome = class(failed, status);
    timed((ATTEMPT_DURATION, None), endpoint, outcome, duration());
}

pub(crate) fn waits(
    endpoint: &Endpoint,
    (kind, status): (ErrorKind, Option<StatusCode>),
    delay: Duration,
    by: DelaySource,
) {
    let cause = ("cause", named_or_class(kind, status));
    counter!(RETRIES, labels(endpoint, Some(cause))).increment(1);
    let source = ("source", source(by));
    histogram!(WAIT, labels(endpoint, Some(source))).record(delay);
}

pub(crate) fn gave_up(endpoint: &Endpoint, why: GaveUp) {
    let reason = ("reason", reason(why));
    counter!(GIVE_UPS, labels(endpoint, Some(reason))).increment(1);
}

pub(crate) fn circuit_changed(endpoint: &Endpoint, to: &'static str) {
    counter!(CIRCUIT_CHANGES, labels(endpoint, Some(("to", to)))).increment(1);
}

pub(crate) fn held_back(endpoint: &Endpoint, by: Guard) {
    counter!(HELD_BACK, labels(endpoint, Some(("by", by.name())))).increment(1);
}

pub(crate) fn held(endpoint: &Endpoint, by: Guard, wait: Duration) {
    histogram!(HOLD, labels(endpoint, Some(("by", by.name())))).record(wait);
}

pub(crate) fn hedge_ended(endpoint: &Endpoint, outcome: &'static str) {
    counter!(HEDGES, labels(endpoint, Some(("outcome", outcome)))).increment(1);
}

pub(crate) fn call_ended(
    meters: &Meters,
    endpoint: &Endpoint,
    failed: Option<ErrorKind>,
    status: Option<StatusCode>,
    duration: impl FnOnce() -> Duration,
) {
    let keys = meters.of(endpoint).map(|keys| &keys.call_duration);
    let outcome = class(failed, status);
    timed((CALL_DURATION, keys), endpoint, outcome, duration());
}

/// `kept` is the key for a success.
fn timed(
    (metric, kept): (&'static str, Option<&Key>),
    endpoint: &Endpoint,
    outcome: &'static str,
    duration: Duration,
) {
    match kept {
        Some(key) if outcome == SUCCESS => with_recorder(|recorder| {
            recorder.register_histogram(key, &METADATA).record(duration);
        }),
        _ => histogram!(metric, labels(endpoint, Some(("outcome", outcome)))).record(duration),
    }
}

// `from_static_parts` copies no text. The `Vec` is what the macros of `metrics` take.
fn labels(endpoint: &Endpoint, further: Option<(&'static str, &'static str)>) -> Vec<Label> {
    let own = [
        ("service", endpoint.service()),
        ("endpoint", endpoint.name()),
        ("method", endpoint.verb()),
    ];
    let all = own.into_iter().chain(further);
    all.map(|(name, value)| Label::from_static_parts(name, value))
        .collect()
}
