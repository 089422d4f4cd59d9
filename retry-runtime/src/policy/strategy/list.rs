//! Delays given one by one.

use std::fmt;
use std::time::Duration;

use crate::policy::strategy::arithmetic::nanos as in_nanos;

/// The number of delays that fit into a policy made at run time. A policy is `Copy`, so they are stored
/// inline, in 128 bytes. A list in an attribute is a constant behind a reference, of any length.
const MOST: usize = 16;

/// The delays of a list: a constant of any length, or a few that are stored inline.
#[derive(Clone, Copy)]
pub(crate) enum List {
    Constant(&'static [Duration]),
    Few { nanos: [u64; MOST], len: usize },
}

impl List {
    #[track_caller]
    pub(crate) const fn few(delays: &[Duration]) -> Self {
        assert!(!delays.is_empty(), "`list` needs at least one delay");
        assert!(
            delays.len() <= MOST,
            "a list made at run time holds at most 16 delays; the last repeats"
        );
        let mut nanos = [0; MOST];
        let mut at = 0;
        while at < delays.len() {
            nanos[at] = in_nanos(delays[at]);
            at += 1;
        }
        Self::Few {
            nanos,
            len: delays.len(),
        }
    }

    pub(crate) const fn len(&self) -> usize {
        match self {
            Self::Constant(delays) => delays.len(),
            Self::Few { len, .. } => *len,
        }
    }

    /// The delay before retry `retry`; the last repeats.
    pub(crate) const fn delay(&self, retry: u32) -> Duration {
        let last = self.len().saturating_sub(1);
        let index = if (retry as usize) < last {
            retry as usize
        } else {
            last
        };
        match self {
            Self::Constant([]) => Duration::ZERO,
            Self::Constant(delays) => delays[index],
            Self::Few { nanos, .. } => Duration::from_nanos(nanos[index]),
        }
    }
}

impl fmt::Debug for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let retries = 0..u32::try_from(self.len()).unwrap_or(u32::MAX);
        f.debug_list()
            .entries(retries.map(|retry| self.delay(retry)))
            .finish()
    }
}
