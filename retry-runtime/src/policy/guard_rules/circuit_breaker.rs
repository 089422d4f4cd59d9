//! The rule of a circuit breaker, and its text: `failures = 50%, of = 20, within = 10s, open = 5s`,
//! or `off`.

use std::time::Duration;

use crate::policy::guard_rules::setting::RuleSetting;
use crate::policy::guard_rules::text::{
    Item, duration_within, is_within, percent, unknown, whole_within,
};

// With fewer, two unlucky attempts in a quiet window would be most of them.
const FEWEST: u32 = 5;
const MOST: u32 = 1_000_000;
const WITHIN: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(10));
const OPEN: (Duration, Duration) = (Duration::from_millis(100), Duration::from_mins(10));
const MOST_PROBES: u32 = 100;

/// Parameters of a circuit breaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakerRule {
    /// The percentage of failures that opens it, 1 to 100.
    pub(crate) failures: u8,
    /// The fewest attempts that can open it.
    pub(crate) of: u32,
    pub(crate) within: Duration,
    /// The time for which it stays open at first. It doubles each further time in a row, up to a minute.
    pub(crate) open: Duration,
    /// The attempts that are let through while it is half-open, and the successes that close it.
    pub(crate) probes: u32,
}

/// The circuit breaker as it is declared: its parameters, or `off` to leave out that of the trait.
pub type BreakerSetting = RuleSetting<BreakerRule>;

impl BreakerRule {
    /// The parameters of an attribute that gives none.
    pub const DEFAULT: Self = Self {
        failures: 50,
        of: 20,
        within: Duration::from_secs(10),
        open: Duration::from_secs(5),
        probes: 3,
    };

    /// Sets the percentage of failures that opens it.
    ///
    /// # Panics
    ///
    /// If it is not within 1 to 100.
    #[must_use]
    #[track_caller]
    pub const fn failures(mut self, percent: u8) -> Self {
        assert!(
            percent >= 1 && percent <= 100,
            "`failures` is between 1 and 100 percent"
        );
        self.failures = percent;
        self
    }

    /// Sets the fewest attempts that can open it.
    ///
    /// # Panics
    ///
    /// If it is not within 5 to a million.
    #[must_use]
    #[track_caller]
    pub const fn of(mut self, attempts: u32) -> Self {
        assert!(
            attempts >= FEWEST && attempts <= MOST,
            "`of` is between 5 and 1_000_000 attempts"
        );
        self.of = attempts;
        self
    }

    /// Sets how long an attempt counts.
    ///
    /// # Panics
    ///
    /// If it is not within 1 s to 10 m.
    #[must_use]
    #[track_caller]
    pub const fn within(mut self, within: Duration) -> Self {
        assert!(
            is_within(within, WITHIN),
            "`within` is between 1 s and 10 m"
        );
        self.within = within;
        self
    }

    /// Sets how long it stays open at first.
    ///
    /// # Panics
    ///
    /// If it is not within 100 ms to 10 m.
    #[must_use]
    #[track_caller]
    pub const fn open(mut self, open: Duration) -> Self {
        assert!(is_within(open, OPEN), "`open` is between 100 ms and 10 m");
        self.open = open;
        self
    }

    /// Sets how many attempts are let through while it is half-open, and have to succeed to close it.
    ///
    /// # Panics
    ///
    /// If it is not within 1 to 100.
    #[must_use]
    #[track_caller]
    pub const fn probes(mut self, probes: u32) -> Self {
        assert!(
            probes >= 1 && probes <= MOST_PROBES,
            "`probes` is between 1 and 100"
        );
        self.probes = probes;
        self
    }
}

impl BreakerSetting {
    /// Reads `failures = 50%, of = 20` or `off`; an empty text takes all defaults.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        // Unlike `off`, an empty text is a breaker with all defaults, as `#[circuit_breaker]`
        // without parentheses.
        Self::read_over(BreakerRule::DEFAULT, text, "", |rule, item| {
            match item {
                Item::Pair("failures", text) => rule.failures = percent(text)?,
                Item::Pair("of", text) => rule.of = whole_within("of", text, FEWEST, MOST)?,
                Item::Pair("within", text) => {
                    rule.within = duration_within("within", text, WITHIN)?;
                }
                Item::Pair("open", text) => rule.open = duration_within("open", text, OPEN)?,
                Item::Pair("probes", text) => {
                    rule.probes = whole_within("probes", text, 1, MOST_PROBES)?;
                }
                Item::Bare(key) | Item::Pair(key, _) => {
                    let known = "`failures`, `of`, `within`, `open`, `probes`, `off`";
                    return Err(unknown("circuit_breaker", key, known));
                }
            }
            Ok(())
        })
    }
}
