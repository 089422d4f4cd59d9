//! The ends of attempts that were in flight at once.

use http::StatusCode;
use tokio::time::Instant;

use crate::engine::failed_attempt::FailedAttempt;
use crate::error::AttemptRecord;

/// The outcome of one attempt.
pub(crate) type Outcome = Result<StatusCode, Box<FailedAttempt>>;

/// The bounds of an attempt, and its record if it failed. This outlives the attempt.
pub(crate) struct Ended {
    pub(crate) begun: Instant,
    pub(crate) ends: Instant,
    /// True if the budget has paid for it.
    pub(crate) is_paid: bool,
    /// False if a hook prevented it from being sent.
    pub(crate) is_sent: bool,
    /// The record of an attempt that failed while others were in flight.
    pub(crate) record: Option<AttemptRecord>,
}

/// The attempts, once one of them has decided the call.
pub(crate) struct Decided {
    pub(crate) all: Vec<Ended>,
    /// The index of the attempt that decided.
    pub(crate) by: usize,
    pub(crate) outcome: Outcome,
    /// The end of the wait that the server asked for with a response that did not decide.
    pub(crate) asked: Option<Instant>,
}

impl Ended {
    /// The record of an attempt that did not decide: it failed, or was dropped.
    pub(crate) fn record(&self, is_hedge: bool, held: u32) -> AttemptRecord {
        let dropped = || AttemptRecord::ended(self.begun, is_hedge, held);
        self.record.unwrap_or_else(dropped)
    }
}
