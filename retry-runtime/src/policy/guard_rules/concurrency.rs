//! The rule of a bound on concurrency, and its text: `32, wait = 5s`, or `off`.

use std::time::Duration;

use crate::policy::guard_rules::text::{Item, duration_within, items, set, whole_within};

const MOST: u32 = 1_000_000;
const LONGEST: Duration = Duration::from_hours(24);

/// The attempts that may be in flight at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConcurrencyRule {
    pub(crate) at_most: u32,
    /// The longest wait; `None` for what is left of the call's `timeout`, at most a minute.
    pub(crate) wait: Option<Duration>,
}

/// Concurrency as it is declared: its bound, or that the trait's is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConcurrencySetting {
    /// Left out.
    Off,
    /// In force.
    On(ConcurrencyRule),
}

impl ConcurrencyRule {
    /// A bound of so many attempts.
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

    /// Sets the longest wait for one that ends.
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
        let items = items(text)?;
        if items == [Item::Bare("off")] {
            return Ok(Self::Off);
        }
        let (mut at_most, mut wait) = (None, None);
        for item in items {
            match item {
                Item::Bare("off") => return Err("`off` stands alone".to_owned()),
                Item::Bare(text) => {
                    let read = whole_within("concurrency", text, 1, MOST)?;
                    set(&mut at_most, "the number", read)?;
                }
                Item::Pair("wait", text) => {
                    let bounds = (Duration::ZERO, LONGEST);
                    set(&mut wait, "wait", duration_within("wait", text, bounds)?)?;
                }
                Item::Pair(key, _) => {
                    return Err(format!(
                        "unknown `concurrency` option `{key}`; expected one of `wait`, `off`"
                    ));
                }
            }
        }
        // The one rule without a default: what a server can take is known to nobody here.
        let at_most = at_most.ok_or("write how many attempts may be in flight, such as `32`")?;
        Ok(Self::On(ConcurrencyRule { at_most, wait }))
    }
}
