//! Settings that few calls have, read of a call that may have none of them.

use std::mem;
use std::time::Duration;

use tokio::time::Instant;

use crate::body::FormPart;
use crate::request::spec::CallSpec;

impl CallSpec {
    /// The parts of a multipart body, which are assembled once.
    pub(crate) fn take_parts(&mut self) -> Vec<FormPart> {
        let extras = self.extras.as_mut();
        extras
            .map(|extras| mem::take(&mut extras.parts))
            .unwrap_or_default()
    }

    pub(crate) fn least_delay(&self) -> Option<Duration> {
        self.extra(|extras| extras.least_delay.as_ref()).copied()
    }

    pub(crate) fn cost(&self) -> Option<u32> {
        self.extra(|extras| extras.cost.as_ref()).copied()
    }

    pub(crate) fn asks_for_rest(&self) -> bool {
        self.extras
            .as_ref()
            .is_some_and(|extras| extras.asks_for_rest)
    }

    pub(crate) fn has_own_policy(&self) -> bool {
        let extras = self.extras.as_ref();
        extras.is_some_and(|extras| extras.has_own_policy)
    }

    pub(crate) fn deadline(&self) -> Option<Instant> {
        self.extra(|extras| extras.deadline.as_ref()).copied()
    }

    pub(crate) fn timeout_covers_body(&self) -> bool {
        let extras = self.extras.as_ref();
        extras.is_some_and(|extras| extras.timeout_covers_body)
    }
}
