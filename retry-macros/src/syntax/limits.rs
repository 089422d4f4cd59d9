//! The limits of a call, which stand beside the verb or on the client, outside `#[retry]`.
//!
//! They also bound calls that are never retried. Inside `#[retry]`, a timeout would be lost with
//! `#[retry(off)]`.

use super::arg::OptionalArg;

/// The keys of limits, on the client and on verbs alike.
pub(crate) const KEYS: [&str; 4] = ["timeout", "attempt_timeout", "idle_timeout", "max_body"];

/// The limits, as they were written.
#[derive(Default)]
pub(crate) struct Limits {
    pub(crate) timeout: OptionalArg,
    pub(crate) attempt_timeout: OptionalArg,
    pub(crate) idle_timeout: OptionalArg,
    pub(crate) max_body: OptionalArg,
}

impl Limits {
    /// The field of a key, if it is one of a limit.
    pub(crate) fn slot(&mut self, key: &str) -> Option<&mut OptionalArg> {
        match key {
            "timeout" => Some(&mut self.timeout),
            "attempt_timeout" => Some(&mut self.attempt_timeout),
            "idle_timeout" => Some(&mut self.idle_timeout),
            "max_body" => Some(&mut self.max_body),
            _ => None,
        }
    }

    /// Tells whether no limit was written.
    pub(crate) fn is_unsaid(&self) -> bool {
        let Self {
            timeout,
            attempt_timeout,
            idle_timeout,
            max_body,
        } = self;
        [timeout, attempt_timeout, idle_timeout, max_body]
            .into_iter()
            .all(Option::is_none)
    }
}
