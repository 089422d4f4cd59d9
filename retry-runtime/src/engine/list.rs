//! The entry of a list of base URLs that an attempt goes to, once the list has begun anew.

use std::num::NonZeroU32;

/// A list that begins anew behind an attempt that has brought events: where it led was good until then, so the
/// first entry is asked first again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BegunAnew {
    /// The entry of the attempt that brought the events, from 1. Never 0, so that a call without such a
    /// list has no further room for the lack of it.
    brought: NonZeroU32,
}

impl BegunAnew {
    /// The list behind an attempt that went to this entry.
    #[cfg(any(feature = "sse", test))]
    pub(crate) fn behind(entry: u32) -> Self {
        Self {
            brought: NonZeroU32::new(entry).unwrap_or(NonZeroU32::MIN),
        }
    }

    /// The entry of attempt `number`, the first of which brought the events.
    pub(crate) fn place_of(self, number: u32) -> u32 {
        match number.saturating_sub(1) {
            0 => self.brought.get(),
            behind => behind,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_entry_comes_behind_the_attempt_that_brought_events() {
        let list = BegunAnew::behind(3);
        assert_eq!([1, 2, 3].map(|number| list.place_of(number)), [3, 1, 2]);
    }
}
