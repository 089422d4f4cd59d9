//! Stand-ins for builds without tracing.
//!
//! `instrument` returns the future unchanged, so that a build without the feature has no wrapper around its calls.

use std::time::Duration;

use http::StatusCode;

use crate::endpoint::Endpoint;
use crate::error::{DelaySource, ErrorKind, GaveUp};
use crate::policy::hooks::GuardChange;
use crate::transport::Outgoing;

/// Stands for the span of a call or an attempt, and has no size.
#[derive(Clone, Default)]
pub(crate) struct Trace {}

pub(crate) type AttemptTrace = Trace;

#[expect(clippy::unused_self, reason = "as in a build with tracing")]
impl Trace {
    pub(crate) fn begin(_: &Endpoint) -> Self {
        Self {}
    }

    pub(crate) fn attempt(&self, _: &Endpoint, _: &mut Outgoing, _: (u32, u32), _: bool) -> Self {
        Self {}
    }

    pub(crate) fn instrument<F: Future>(self, future: F) -> F {
        future
    }
}

pub(crate) fn waits(_: u32, _: (ErrorKind, Option<StatusCode>), _: Duration, _: DelaySource) {}

pub(crate) fn gave_up(_: &Endpoint, _: u32, _: (ErrorKind, Option<StatusCode>), _: GaveUp) {}

pub(crate) fn guard_changed(_: &GuardChange) {}
