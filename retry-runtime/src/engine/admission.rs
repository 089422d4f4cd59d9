//! Admission of an attempt by its guards, kept until the last of its requests is over.
//!
//! A redirect goes on with the attempt, so the permits go on with it, from the redirect that is followed
//! (`chain`) to the hop that it leads to. They are owned and not borrowed from the turn of the loop that took
//! them: a call without a redirect has no room for them.

use std::sync::Arc;

use crate::engine::entered::Entered;
use crate::guards::{AttemptResult, Permit, Scope};

/// The permits and places in circuits with which guards have let an attempt go. Dropped, it leaves them
/// without a result.
pub(crate) struct Admission {
    circuits: Vec<Entered>,
    _permits: Vec<Permit>,
    /// Places that have counted a response of this attempt.
    counted: Vec<Arc<Scope>>,
}

impl Admission {
    pub(crate) fn new(circuits: Vec<Entered>, permits: Vec<Permit>) -> Self {
        Self {
            circuits,
            _permits: permits,
            counted: Vec::new(),
        }
    }

    /// Notes that a place is told of a response. Tells whether it is the first of this attempt there.
    pub(crate) fn count(&mut self, scope: &Arc<Scope>) -> bool {
        let is_first = !self.counted.iter().any(|known| Arc::ptr_eq(known, scope));
        if is_first {
            self.counted.push(Arc::clone(scope));
        }
        is_first
    }

    /// Ends the attempt with a result.
    pub(crate) fn end(mut self, result: AttemptResult) {
        for entered in &mut self.circuits {
            entered.result = result;
        }
    }
}
