//! The entry of a list of base URLs that an attempt uses after the list was restarted.

use std::num::NonZeroU32;

/// A list that was restarted after an attempt that brought events. That server was good until then, so
/// the next attempt starts again with the first entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RestartedList {
    /// The entry of the attempt that brought the events, from 1. Never 0, so that an `Option` of it takes no more
    /// memory.
    brought: NonZeroU32,
}

impl RestartedList {
    /// The list after an attempt that used this entry.
    #[cfg(any(feature = "sse", test))]
    pub(crate) fn after(entry: u32) -> Self {
        Self {
            brought: NonZeroU32::new(entry).unwrap_or(NonZeroU32::MIN),
        }
    }

    /// The entry of attempt `number`, the first of which brought the events.
    pub(crate) fn place_of(self, number: u32) -> u32 {
        match number.saturating_sub(1) {
            0 => self.brought.get(),
            later => later,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_entry_follows_the_attempt_that_brought_events() {
        let list = RestartedList::after(3);
        assert_eq!([1, 2, 3].map(|number| list.place_of(number)), [3, 1, 2]);
    }
}
