//! What stands in where nothing is measured.

use std::time::Duration;

use http::StatusCode;

use crate::endpoint::Endpoint;
use crate::error::{DelaySource, GaveUp};
use crate::failure::ErrorKind;

pub(crate) fn describe() {}

pub(super) fn attempt_started(_: &Endpoint) {}

pub(super) fn attempt_ended(
    _: &Endpoint,
    _: Option<ErrorKind>,
    _: Option<StatusCode>,
    _: impl FnOnce() -> Duration,
) {
}

pub(super) fn waits(_: &Endpoint, _: (ErrorKind, Option<StatusCode>), _: Duration, _: DelaySource) {
}

pub(super) fn gave_up(_: &Endpoint, _: GaveUp) {}

pub(super) fn call_ended(
    _: &Endpoint,
    _: Option<ErrorKind>,
    _: Option<StatusCode>,
    _: impl FnOnce() -> Duration,
) {
}
