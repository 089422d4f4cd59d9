//! The rule of a hedge: `after = 200ms, at_most = 2`, or `off`.
//!
//! `after` has no default. The right time is that which 95 of 100 calls stay below, and nobody but
//! the author of a declaration knows it.

use std::time::Duration;

use crate::policy::guard_rules::text::{Item, duration_within, items, set, whole_within};

const SHORTEST: Duration = Duration::from_millis(1);
const LONGEST: Duration = Duration::from_hours(24);
// `engine::hedged` keeps room for the connections of so many.
const MOST: u8 = 3;

/// Further attempts beside a first one that takes its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HedgeRule {
    /// The time between two attempts.
    pub(crate) after: Duration,
    /// Attempts beside the first, 1 to 3.
    pub(crate) at_most: u8,
}

/// The setting for hedges: their rule, or that there are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HedgeSetting {
    Off,
    On(HedgeRule),
}

impl HedgeRule {
    /// One further attempt after so long.
    ///
    /// # Panics
    ///
    /// If it is not within 1 ms to 24 h.
    #[must_use]
    #[track_caller]
    pub const fn new(after: Duration) -> Self {
        let nanos = after.as_nanos();
        assert!(
            nanos >= SHORTEST.as_nanos() && nanos <= LONGEST.as_nanos(),
            "`after` is between 1 ms and 24 h"
        );
        Self { after, at_most: 1 }
    }

    /// Sets how many further attempts there are, each as long after the one before.
    ///
    /// # Panics
    ///
    /// If it is not within 1 to 3.
    #[must_use]
    #[track_caller]
    pub const fn at_most(mut self, at_most: u8) -> Self {
        assert!(
            at_most >= 1 && at_most <= MOST,
            "`at_most` is 1 to 3 attempts beside the first"
        );
        self.at_most = at_most;
        self
    }
}

impl HedgeSetting {
    /// Reads `after = 200ms, at_most = 2` or `off`.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let items = items(text)?;
        if items == [Item::Bare("off")] {
            return Ok(Self::Off);
        }
        let (mut after, mut at_most) = (None, None);
        for item in items {
            match item {
                Item::Bare("off") => return Err("`off` stands alone".to_owned()),
                Item::Pair("after", text) => {
                    let bounds = (SHORTEST, LONGEST);
                    set(&mut after, "after", duration_within("after", text, bounds)?)?;
                }
                Item::Pair("at_most", text) => {
                    let read = whole_within("at_most", text, 1, u32::from(MOST))?;
                    set(&mut at_most, "at_most", read)?;
                }
                Item::Bare(key) | Item::Pair(key, _) => {
                    return Err(format!(
                        "unknown `hedge` option `{key}`; expected one of `after`, `at_most`, `off`"
                    ));
                }
            }
        }
        let after = after.ok_or("write when it begins, such as `after = 200ms`")?;
        let at_most = at_most
            .and_then(|most| u8::try_from(most).ok())
            .unwrap_or(1);
        Ok(Self::On(HedgeRule { after, at_most }))
    }
}
