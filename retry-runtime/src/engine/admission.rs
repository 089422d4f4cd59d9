//! The admission of an attempt by its guards, held until the last of its requests is over.
//!
//! A redirect continues the attempt, so the permits move with it, from the redirect that is followed (`chain`) to its
//! hop. They are owned and not borrowed from the turn of the loop that took them, so that a call without a redirect
//! reserves no memory for them.

use std::sync::Arc;

use crate::engine::entered::Entered;
use crate::guards::{AttemptResult, Permit, Scope};

/// The permits of an admitted attempt. Dropping it reports no result to the circuits.
pub(crate) struct Admission {
    circuits: Vec<Entered>,
    _permits: Vec<Permit>,
    /// Scopes that have counted a response of this attempt.
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

    /// Notes a response for a scope. Returns whether it is the first of this attempt there.
    pub(crate) fn count(&mut self, scope: &Arc<Scope>) -> bool {
        let is_first = !self.counted.iter().any(|known| Arc::ptr_eq(known, scope));
        if is_first {
            self.counted.push(Arc::clone(scope));
        }
        is_first
    }

    /// Reports the result of the attempt to its circuits.
    pub(crate) fn end(mut self, result: AttemptResult) {
        for entered in &mut self.circuits {
            entered.result = result;
        }
    }
}
