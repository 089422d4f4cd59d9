//! The rule of a retry budget, and its text: `20%, over = 10s, reserve = 10`, or `off`.

use std::time::Duration;

use crate::policy::guard_rules::setting::RuleSetting;
use crate::policy::guard_rules::text::{
    Item, duration_within, is_within, percent, unknown, whole_within,
};

const MOST_RESERVE: u16 = 1000;
// Below a second, the budget would forget success between two calls of a quiet client. Above a
// minute, it would still pay from success that ended long ago with an outage.
const OVER: (Duration, Duration) = (Duration::from_secs(1), Duration::from_mins(1));

/// Parameters of a retry budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BudgetRule {
    /// The percentage of the calls that succeed at once, 1 to 100.
    pub(crate) percent: u8,
    /// The time for which a success counts: the time constant of the decay.
    pub(crate) over: Duration,
    /// Retries that an idle client has; `None` for 10, and at least as many as the call at hand can use.
    pub(crate) reserve: Option<u16>,
}

/// The budget as it is declared: its parameters, or that there is none.
pub type BudgetSetting = RuleSetting<BudgetRule>;

impl BudgetRule {
    /// Retries that an idle client has by default.
    pub const DEFAULT_RESERVE: u32 = 10;

    /// The budget of a client that declares none.
    pub const DEFAULT: Self = Self {
        percent: 20,
        over: Duration::from_secs(10),
        // `None` instead of 10: an idle client whose policy has 20 attempts may use them all, see
        // `guards/budget`.
        reserve: None,
    };

    /// Sets the percentage of the calls that succeed at once.
    ///
    /// # Panics
    ///
    /// If it is not within 1 to 100.
    #[must_use]
    #[track_caller]
    pub const fn percent(mut self, percent: u8) -> Self {
        assert!(
            percent >= 1 && percent <= 100,
            "a budget is 1 to 100 percent of the calls that succeed at once"
        );
        self.percent = percent;
        self
    }

    /// Sets how long a success counts.
    ///
    /// # Panics
    ///
    /// If it is not within 1 s to 60 s.
    #[must_use]
    #[track_caller]
    pub const fn over(mut self, over: Duration) -> Self {
        assert!(is_within(over, OVER), "`over` is between 1 and 60 seconds");
        self.over = over;
        self
    }

    /// Sets how many retries an idle client has.
    ///
    /// # Panics
    ///
    /// If it is more than 1000.
    #[must_use]
    #[track_caller]
    pub const fn reserve(mut self, reserve: u32) -> Self {
        assert!(reserve <= MOST_RESERVE as u32, "`reserve` is at most 1000");
        #[expect(clippy::cast_possible_truncation, reason = "at most 1000")]
        let reserve = reserve as u16;
        self.reserve = Some(reserve);
        self
    }
}

impl BudgetSetting {
    /// Reads `20%, reserve = 0` or `off`.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        Self::read_over(BudgetRule::DEFAULT, text, "the percentage", |rule, item| {
            match item {
                Item::Bare(text) => rule.percent = percent(text)?,
                Item::Pair("over", text) => rule.over = duration_within("over", text, OVER)?,
                Item::Pair("reserve", text) => {
                    rule.reserve = Some(whole_within("reserve", text, 0, MOST_RESERVE)?);
                }
                Item::Pair(key, _) => {
                    return Err(unknown("budget", key, "`over`, `reserve`, `off`"));
                }
            }
            Ok(())
        })
    }
}
