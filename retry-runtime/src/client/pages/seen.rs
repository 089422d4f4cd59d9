//! The pages that a stream has passed, so that a circle is noticed at its first repetition.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

/// The names of pages, as hashes of 16 bytes: a cursor can have kilobytes, and a list thousands of pages.
///
/// Two names have the same hash, whose keys are random, in one of 10^20 streams of a million pages. The usual
/// algorithms in constant space notice a circle too, but only after having gone round it, and every page of it
/// would be handed out again.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    hashes: HashSet<(u64, u64)>,
    keys: (RandomState, RandomState),
}

impl Seen {
    pub(crate) fn insert(&mut self, name: &str) {
        self.hashes.insert(self.hash(name));
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.hashes.contains(&self.hash(name))
    }

    fn hash(&self, name: &str) -> (u64, u64) {
        let (first, second) = &self.keys;
        (first.hash_one(name), second.hash_one(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_after_it_was_inserted_and_no_other_name_is() {
        let mut seen = Seen::default();
        for number in 0..10_000 {
            assert!(!seen.has(&number.to_string()));
            seen.insert(&number.to_string());
        }
        assert!((0..10_000).all(|number| seen.has(&number.to_string())));
        assert!(!seen.has(""));
    }
}
