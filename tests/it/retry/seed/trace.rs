//! The original's tracing hook: it notes the context and the number of each attempt.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use retry_client::{Attempt, Observer};

pub(super) type Context = BTreeMap<&'static str, &'static str>;

/// The context and the number that each attempt was known by. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Trace(Arc<Mutex<Vec<(Context, u32)>>>);

impl Trace {
    pub(super) fn noted(&self) -> Vec<(Context, u32)> {
        self.0.lock().unwrap().clone()
    }
}

impl Observer for Trace {
    fn attempt_started(&self, attempt: &Attempt) {
        let context = attempt.context::<Context>().unwrap().clone();
        self.0.lock().unwrap().push((context, attempt.number()));
    }
}
