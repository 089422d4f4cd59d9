//! Stand-ins for builds without metrics.
//!
//! The same functions with empty bodies, so that the engine has no `cfg` in its lines. Durations
//! are closures for their sake: an empty body calls none, and no clock is read.

use std::time::Duration;

use http::StatusCode;

use crate::endpoint::Endpoint;
use crate::error::{DelaySource, ErrorKind, GaveUp, Guard};

pub(crate) fn describe() {}

/// Nothing: no key is kept.
pub(crate) struct Meters;

impl Meters {
    pub(crate) fn new(_: usize) -> Self {
        Self
    }
}

pub(crate) fn attempt_started(_: &Meters, _: &Endpoint) {}

pub(crate) fn attempt_succeeded(
    _: &Meters,
    _: &Endpoint,
    _: StatusCode,
    _: impl FnOnce() -> Duration,
) {
}

pub(crate) fn attempt_failed(
    _: &Endpoint,
    _: Option<ErrorKind>,
    _: Option<StatusCode>,
    _: impl FnOnce() -> Duration,
) {
}

pub(crate) fn waits(_: &Endpoint, _: (ErrorKind, Option<StatusCode>), _: Duration, _: DelaySource) {
}

pub(crate) fn gave_up(_: &Endpoint, _: GaveUp) {}

pub(crate) fn circuit_changed(_: &Endpoint, _: &'static str) {}

pub(crate) fn held_back(_: &Endpoint, _: Guard) {}

pub(crate) fn held(_: &Endpoint, _: Guard, _: Duration) {}

pub(crate) fn hedge_ended(_: &Endpoint, _: &'static str) {}

pub(crate) fn call_ended(
    _: &Meters,
    _: &Endpoint,
    _: Option<ErrorKind>,
    _: Option<StatusCode>,
    _: impl FnOnce() -> Duration,
) {
}
