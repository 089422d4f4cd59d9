//! Stand-ins for builds without metrics.
//!
//! They are the same functions with empty bodies, so that the metrics have no `cfg` in their lines. Durations are
//! closures for this reason: an empty body calls none of them, and so does not read the clock.

use std::time::Duration;

use crate::endpoint::Endpoint;
use crate::telemetry::labels::{Described, Pair};

pub(crate) fn describe(_: &[Described], _: &[Described], _: &[Described]) {}

pub(crate) fn count(_: &'static str, _: impl IntoIterator<Item = Pair>) {}

pub(crate) fn record(_: &'static str, _: impl IntoIterator<Item = Pair>, _: Duration) {}

pub(crate) fn set(_: &'static str, _: impl IntoIterator<Item = Pair>, _: u32) {}

/// The meters of a build that keeps no keys.
#[derive(Clone)]
pub(crate) struct Meters {}

#[expect(clippy::unused_self, reason = "as in a build with metrics")]
impl Meters {
    pub(crate) fn new(_: usize) -> Self {
        Self {}
    }

    pub(crate) fn count_attempt(&self, _: &Endpoint) {}

    pub(crate) fn record(
        &self,
        _: &'static str,
        _: &Endpoint,
        _: &'static str,
        _: impl FnOnce() -> Duration,
    ) {
    }
}
