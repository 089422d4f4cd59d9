//! Attempts that were in flight at once, as they ended.

use http::StatusCode;
use tokio::time::Instant;

use crate::engine::failed_attempt::FailedAttempt;
use crate::error::{AttemptRecord, Drawn};

/// The end of one of them.
pub(crate) type Outcome = Result<StatusCode, Box<FailedAttempt>>;

/// The bounds of an attempt, and its record if it failed. It outlives the attempt.
pub(crate) struct Ended {
    pub(crate) begun: Instant,
    pub(crate) ends: Instant,
    /// The budget has paid for it.
    pub(crate) is_paid: bool,
    /// False for one that a hook kept from being sent.
    pub(crate) is_sent: bool,
    /// The record of one that failed while others were in flight.
    pub(crate) record: Option<AttemptRecord>,
}

/// The attempts, once one of them has decided.
pub(crate) struct Decided {
    pub(crate) all: Vec<Ended>,
    /// The one that did.
    pub(crate) by: usize,
    pub(crate) outcome: Outcome,
    /// The end of the wait that the server asked for with a response that did not decide.
    pub(crate) asked: Option<Instant>,
}

impl Ended {
    /// The record of an attempt that did not decide: it failed, or was dropped.
    pub(crate) fn record(&self, is_hedge: bool, held: u32) -> AttemptRecord {
        let dropped = AttemptRecord {
            status: None,
            kind: None,
            duration: Instant::now().saturating_duration_since(self.begun).into(),
            wait: None,
            hops: 0,
            drawn: Drawn::No,
            is_repeated: false,
            is_hedge,
            held,
        };
        self.record.unwrap_or(dropped)
    }
}
