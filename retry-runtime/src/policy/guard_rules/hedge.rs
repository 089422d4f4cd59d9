//! The rule of a hedge: `after = 200ms, at_most = 2`, or `off`.
//!
//! `after` has no default. The right time is the one within which 95 of 100 calls end, and only the
//! author of a declaration knows it.

use std::time::Duration;

use crate::policy::guard_rules::setting::RuleSetting;
use crate::policy::guard_rules::text::{Item, duration_within, is_within, unknown, whole_within};

const AFTER: (Duration, Duration) = (Duration::from_millis(1), Duration::from_hours(24));
// `engine::hedged` keeps room for the connections of so many.
const MOST: u8 = 3;

/// Further attempts while the first one is slow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HedgeRule {
    /// The time between two attempts.
    pub(crate) after: Duration,
    /// Attempts besides the first, 1 to 3.
    pub(crate) at_most: u8,
}

/// The setting for hedges: their rule, or `off`.
pub(crate) type HedgeSetting = RuleSetting<HedgeRule>;

impl HedgeRule {
    /// One further attempt after this time.
    ///
    /// # Panics
    ///
    /// If it is not within 1 ms to 24 h.
    #[must_use]
    #[track_caller]
    pub const fn new(after: Duration) -> Self {
        assert!(is_within(after, AFTER), "`after` is between 1 ms and 24 h");
        Self { after, at_most: 1 }
    }

    /// Sets how many further attempts there are, each `after` the one before.
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
        // `after` is never zero, so zero stands for one that is not given.
        let missing = HedgeRule {
            after: Duration::ZERO,
            at_most: 1,
        };
        let setting = Self::read_over(missing, text, "", |rule, item| {
            match item {
                Item::Pair("after", text) => rule.after = duration_within("after", text, AFTER)?,
                Item::Pair("at_most", text) => {
                    rule.at_most = whole_within("at_most", text, 1, MOST)?;
                }
                Item::Bare(key) | Item::Pair(key, _) => {
                    return Err(unknown("hedge", key, "`after`, `at_most`, `off`"));
                }
            }
            Ok(())
        })?;
        match setting {
            Self::On(HedgeRule {
                after: Duration::ZERO,
                ..
            }) => Err("write when it begins, such as `after = 200ms`".to_owned()),
            setting => Ok(setting),
        }
    }
}
