//! The way to the recorder of the `metrics` crate.

use std::sync::OnceLock;
use std::time::Duration;

use metrics::{
    Key, Label, Level, Metadata, Unit, counter, describe_counter, describe_gauge,
    describe_histogram, gauge, histogram, with_recorder,
};

use crate::endpoint::Endpoint;
use crate::telemetry::labels::{
    ATTEMPT_DURATION, ATTEMPTS, CALL_DURATION, Described, Pair, SUCCESS, labels,
};

/// The metadata that the macros of `metrics` would write.
static METADATA: Metadata<'static> =
    Metadata::new(module_path!(), Level::INFO, Some(module_path!()));

/// Tells the recorder what there will be. It may be told any number of times.
pub(crate) fn describe(counters: &[Described], durations: &[Described], gauges: &[Described]) {
    for (name, text) in counters.iter().copied() {
        describe_counter!(name, Unit::Count, text);
    }
    for (name, text) in durations.iter().copied() {
        describe_histogram!(name, Unit::Seconds, text);
    }
    for (name, text) in gauges.iter().copied() {
        describe_gauge!(name, Unit::Count, text);
    }
}

pub(crate) fn count(metric: &'static str, pairs: impl IntoIterator<Item = Pair>) {
    counter!(metric, texts(pairs)).increment(1);
}

pub(crate) fn record(
    metric: &'static str,
    pairs: impl IntoIterator<Item = Pair>,
    duration: Duration,
) {
    histogram!(metric, texts(pairs)).record(duration);
}

pub(crate) fn set(metric: &'static str, pairs: impl IntoIterator<Item = Pair>, value: u32) {
    gauge!(metric, texts(pairs)).set(value);
}

/// The keys of the metrics of a successful call, by the position of its endpoint.
///
/// Making a key allocates and hashes every label, some 900 instructions. Handles are not cached in the keys' place:
/// they belong to the recorder of their time and thread, and a recorder may be installed after the first call, or only
/// for the length of a test.
#[derive(Clone)]
pub(crate) struct Meters(Box<[OnceLock<Keys>]>);

#[derive(Clone)]
struct Keys {
    attempts: Key,
    attempt_duration: Key,
    call_duration: Key,
}

impl Meters {
    pub(crate) fn new(endpoints: usize) -> Self {
        Self((0..endpoints).map(|_| OnceLock::new()).collect())
    }

    /// The keys of an endpoint, made for its first call: many clients declare a hundred methods and call three.
    fn of(&self, endpoint: &Endpoint) -> Option<&Keys> {
        let succeeding = |metric| {
            let outcome = Some(("outcome", SUCCESS));
            Key::from_parts(metric, texts(labels(endpoint, outcome)))
        };
        let keys = self.0.get(endpoint.position())?;
        Some(keys.get_or_init(|| Keys {
            attempts: Key::from_parts(ATTEMPTS, texts(labels(endpoint, None))),
            attempt_duration: succeeding(ATTEMPT_DURATION),
            call_duration: succeeding(CALL_DURATION),
        }))
    }

    /// Counts an attempt.
    pub(crate) fn count_attempt(&self, endpoint: &Endpoint) {
        match self.of(endpoint) {
            Some(keys) => with_recorder(|recorder| {
                let counter = recorder.register_counter(&keys.attempts, &METADATA);
                counter.increment(1);
            }),
            None => count(ATTEMPTS, labels(endpoint, None)),
        }
    }

    /// Records the duration of an attempt or of a call.
    pub(crate) fn record(
        &self,
        metric: &'static str,
        endpoint: &Endpoint,
        outcome: &'static str,
        duration: impl FnOnce() -> Duration,
    ) {
        match self.of(endpoint) {
            Some(keys) if outcome == SUCCESS => with_recorder(|recorder| {
                let key = if metric == CALL_DURATION {
                    &keys.call_duration
                } else {
                    &keys.attempt_duration
                };
                let histogram = recorder.register_histogram(key, &METADATA);
                histogram.record(duration());
            }),
            _ => record(
                metric,
                labels(endpoint, Some(("outcome", outcome))),
                duration(),
            ),
        }
    }
}

// `from_static_parts` copies no text. The macros of `metrics` take a `Vec`.
fn texts(pairs: impl IntoIterator<Item = Pair>) -> Vec<Label> {
    let pairs = pairs.into_iter();
    pairs
        .map(|(name, value)| Label::from_static_parts(name, value))
        .collect()
}
