//! The rule of a bound on concurrency, and its text: `32, wait = 5s`, or `off`.

use std::time::Duration;

use crate::policy::guard_rules::setting::RuleSetting;
use crate::policy::guard_rules::text::{Item, duration_within, unknown, whole_within};

const MOST: u32 = 1_000_000;
const LONGEST: Duration = Duration::from_hours(24);

/// The number of attempts that may be in flight at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConcurrencyRule {
    pub(crate) at_most: u32,
    /// The longest wait; `None` for what is left of the call's `timeout`, at most a minute.
    pub(crate) wait: Option<Duration>,
}

/// Concurrency as it is declared: its bound, or `off` to leave out that of the trait.
pub type ConcurrencySetting = RuleSetting<ConcurrencyRule>;

impl ConcurrencyRule {
    /// A bound of `at_most` attempts.
    ///
    /// # Panics
    ///
    /// If it is 0, or more than a million.
    #[must_use]
    #[track_caller]
    pub const fn new(at_most: u32) -> Self {
        assert!(
            at_most >= 1 && at_most <= MOST,
            "`concurrency` is 1 to 1_000_000 attempts in flight"
        );
        Self {
            at_most,
            wait: None,
        }
    }

    /// Sets the longest wait for another attempt to end.
    ///
    /// # Panics
    ///
    /// If it is longer than a day.
    #[must_use]
    #[track_caller]
    pub const fn wait(mut self, wait: Duration) -> Self {
        assert!(
            wait.as_nanos() <= LONGEST.as_nanos(),
            "`wait` is at most 24 h"
        );
        self.wait = Some(wait);
        self
    }
}

impl ConcurrencySetting {
    /// Reads `32, wait = 5s` or `off`.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        // The one rule without a default: nobody here knows what a server can take. A bound is never
        // 0, so 0 stands for one that is not given.
        let missing = ConcurrencyRule {
            at_most: 0,
            wait: None,
        };
        let setting = Self::read_over(missing, text, "the number", |rule, item| {
            match item {
                Item::Bare(text) => rule.at_most = whole_within("concurrency", text, 1, MOST)?,
                Item::Pair("wait", text) => {
                    rule.wait = Some(duration_within("wait", text, (Duration::ZERO, LONGEST))?);
                }
                Item::Pair(key, _) => return Err(unknown("concurrency", key, "`wait`, `off`")),
            }
            Ok(())
        })?;
        match setting {
            Self::On(ConcurrencyRule { at_most: 0, .. }) => {
                Err("write how many attempts may be in flight, such as `32`".to_owned())
            }
            setting => Ok(setting),
        }
    }
}
