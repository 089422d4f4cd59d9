//! A set of HTTP statuses that fits in a constant.

use std::fmt;
use std::ops::{Range, RangeInclusive};

use http::StatusCode;

const FIRST: u16 = 100;
const LAST: u16 = 599;
const WORD_BITS: u16 = 64;
// 512 bits for the 500 statuses of RFC 9110. A set has to be `Copy` and comparable in a constant,
// which rules out a list; statuses beyond 599 arrive in practice, but nothing can be declared about
// them.
const WORDS: usize = 8;

/// A set of statuses between 100 and 599, such as `[408, 429, 502..=504]`.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct StatusSet([u64; WORDS]);

impl StatusSet {
    /// The empty set.
    pub const NONE: Self = Self([0; WORDS]);

    /// Every status.
    pub const ALL: Self = Self::range(FIRST, LAST);

    /// The statuses of a list.
    ///
    /// # Panics
    ///
    /// If a status is outside 100 to 599 or listed twice. In a `const` this is a compile error.
    #[must_use]
    #[track_caller]
    pub const fn of(statuses: &[u16]) -> Self {
        let mut set = Self::NONE;
        let mut at = 0;
        while at < statuses.len() {
            set = set.and(Self::range(statuses[at], statuses[at]));
            at += 1;
        }
        set
    }

    /// The statuses from `first` to `last`, both included.
    ///
    /// # Panics
    ///
    /// If the range is empty or leaves 100 to 599. In a `const` this is a compile error.
    #[must_use]
    #[track_caller]
    pub const fn range(first: u16, last: u16) -> Self {
        assert!(
            first >= FIRST && last <= LAST,
            "a status is between 100 and 599"
        );
        assert!(first <= last, "a range of statuses must not be empty");
        let mut set = Self::NONE;
        let mut code = first;
        while code <= last {
            let (word, bit) = place(code);
            set.0[word] |= bit;
            code += 1;
        }
        set
    }

    /// Both sets together.
    ///
    /// # Panics
    ///
    /// If a status is in both. In a `const` this is a compile error.
    #[must_use]
    #[track_caller]
    pub const fn and(self, other: Self) -> Self {
        // A status in two places is a mistake, often a range that is longer than it was meant to be.
        assert!(!self.overlaps(other), "a status is listed twice");
        let mut set = self;
        let mut word = 0;
        while word < WORDS {
            set.0[word] |= other.0[word];
            word += 1;
        }
        set
    }

    /// Tells whether `code` is in the set.
    #[must_use]
    pub const fn contains(&self, code: u16) -> bool {
        if code < FIRST || code > LAST {
            return false;
        }
        let (word, bit) = place(code);
        self.0[word] & bit != 0
    }

    /// Tells whether a status is in both sets.
    #[must_use]
    pub const fn overlaps(&self, other: Self) -> bool {
        let mut word = 0;
        while word < WORDS {
            if self.0[word] & other.0[word] != 0 {
                return true;
            }
            word += 1;
        }
        false
    }

    /// The statuses of the set, in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        (FIRST..=LAST).filter(|&code| self.contains(code))
    }
}

/// Word and bit of a status in 100 to 599.
const fn place(code: u16) -> (usize, u64) {
    let offset = code - FIRST;
    ((offset / WORD_BITS) as usize, 1 << (offset % WORD_BITS))
}

impl fmt::Debug for StatusSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// A declaration of statuses: a number, a range, or a whole list.
#[derive(Debug)]
// As with `Constant`, an inherent method per type lets one expansion take a number, a range or a list.
pub struct Statuses<T>(pub T);

macro_rules! statuses {
    ($($(#[$doc:meta])* $of:ty $([$($generics:tt)*])?: |$declared:ident| $set:expr;)+) => {$(
        impl $(<$($generics)*>)? Statuses<$of> {
            $(#[$doc])*
            #[must_use]
            #[track_caller]
            pub const fn set(&self) -> StatusSet {
                let $declared = &self.0;
                $set
            }
        }
    )+};
}

statuses! {
    /// One status.
    u16: |code| StatusSet::range(*code, *code);
    /// One status.
    StatusCode: |code| Statuses(code.as_u16()).set();
    /// A range that includes its end.
    RangeInclusive<u16>: |range| StatusSet::range(*range.start(), *range.end());
    /// A range without its end. `429..429` becomes `429..=428`, and is refused as the empty range that it is.
    Range<u16>: |range| StatusSet::range(range.start, range.end.saturating_sub(1));
    /// A list.
    &[u16]: |list| StatusSet::of(list);
    /// A list.
    [u16; N] [const N: usize]: |list| StatusSet::of(list);
    /// A set made elsewhere.
    StatusSet: |set| *set;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_ranges_and_lists_make_the_same_set() {
        let listed = StatusSet::of(&[408, 429, 502, 503, 504]);
        let mixed = StatusSet::NONE
            .and(Statuses(408).set())
            .and(Statuses(429).set())
            .and(Statuses(502..=504).set());
        assert_eq!(listed, mixed);
        assert_eq!(listed, Statuses([408, 429, 502, 503, 504]).set());
        assert_eq!(listed.iter().collect::<Vec<_>>(), [408, 429, 502, 503, 504]);
        assert_eq!(Statuses(502..505).set(), Statuses(502..=504).set());
    }

    #[test]
    fn the_full_range_holds_100_to_599_and_nothing_beyond() {
        let all = StatusSet::range(100, 599);
        let probes = [0, 99, 100, 163, 164, 599, 600, 999, u16::MAX].map(|code| all.contains(code));
        assert_eq!(
            probes,
            [false, false, true, true, true, true, false, false, false]
        );
    }

    #[test]
    fn debug_shows_the_statuses_of_a_set() {
        let shown = format!("{:?}", StatusSet::of(&[503, 429]));
        assert_eq!(shown, "{429, 503}");
    }

    #[test]
    #[should_panic(expected = "listed twice")]
    fn a_status_that_is_listed_twice_is_refused() {
        let _ = StatusSet::of(&[429, 429]);
    }
}
