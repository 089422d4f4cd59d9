//! What the loop calls where nothing is traced.

use reqwest::Request;

use crate::error::{AttemptRecord, Error};
use crate::request::Plan;
use crate::response::Wants;

/// As its namesake, of no size.
#[derive(Clone, Default)]
pub(crate) struct Trace;

#[expect(clippy::unused_self, reason = "as its namesake has it")]
impl Trace {
    pub(crate) fn begin(_: &Plan) -> Self {
        Self
    }

    pub(crate) fn attempt(&self, _: &Plan, _: &mut Request, _: u32, _: Wants) -> Self {
        Self
    }

    pub(crate) fn over<F: Future>(self, future: F) -> F {
        future
    }
}

pub(crate) fn attempt_failed(_: u32, _: &AttemptRecord) {}

pub(crate) fn gave_up(_: &Error) {}
