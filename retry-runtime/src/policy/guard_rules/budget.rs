//! The rule of a retry budget, and its text: `20%, over = 10s, reserve = 10`, or `off`.

use std::time::Duration;

use crate::policy::guard_rules::text::{Item, duration_within, items, percent, set, whole_within};

const MOST_RESERVE: u16 = 1000;
// Below a second the budget would forget success between two calls of a quiet client; above a
// minute it would still pay from success that an outage has long ended.
const LEAST_OVER: Duration = Duration::from_secs(1);
const MOST_OVER: Duration = Duration::from_mins(1);

/// Parameters of a retry budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BudgetRule {
    /// Percent of the calls that succeed at once, 1 to 100.
    pub(crate) percent: u8,
    /// The time that a success counts: the time constant of the decay.
    pub(crate) over: Duration,
    /// Retries that a client at rest has; `None` for 10, and at least what the call at hand can use.
    pub(crate) reserve: Option<u16>,
}

/// The budget as it is declared: its parameters, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BudgetSetting {
    /// Left out.
    Off,
    /// In force.
    On(BudgetRule),
}

impl BudgetRule {
    /// Retries that a client at rest has, unless it is said otherwise.
    pub const DEFAULT_RESERVE: u32 = 10;

    /// The budget of a client that declares none.
    pub const DEFAULT: Self = Self {
        percent: 20,
        over: Duration::from_secs(10),
        // `None` and not 10: a policy with 20 attempts at rest may use them all, see
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

    /// Sets how long success counts.
    ///
    /// # Panics
    ///
    /// If it is not within 1 s to 60 s.
    #[must_use]
    #[track_caller]
    pub const fn over(mut self, over: Duration) -> Self {
        let nanos = over.as_nanos();
        assert!(
            nanos >= LEAST_OVER.as_nanos() && nanos <= MOST_OVER.as_nanos(),
            "`over` is between 1 and 60 seconds"
        );
        self.over = over;
        self
    }

    /// Sets how many retries a client at rest has.
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
        let items = items(text)?;
        if items == [Item::Bare("off")] {
            return Ok(Self::Off);
        }
        let (mut share, mut over, mut reserve) = (None, None, None);
        for item in items {
            match item {
                Item::Bare("off") => return Err("`off` stands alone".to_owned()),
                Item::Bare(text) => set(&mut share, "the percentage", percent(text)?)?,
                Item::Pair("over", text) => {
                    let bounds = (LEAST_OVER, MOST_OVER);
                    set(&mut over, "over", duration_within("over", text, bounds)?)?;
                }
                Item::Pair("reserve", text) => {
                    let read = whole_within("reserve", text, 0, u32::from(MOST_RESERVE))?;
                    set(&mut reserve, "reserve", read)?;
                }
                Item::Pair(key, _) => {
                    return Err(format!(
                        "unknown `budget` option `{key}`; expected one of `over`, `reserve`, `off`"
                    ));
                }
            }
        }
        let mut rule = BudgetRule::DEFAULT;
        rule.percent = share.unwrap_or(rule.percent);
        rule.over = over.unwrap_or(rule.over);
        rule.reserve = reserve.and_then(|reserve| u16::try_from(reserve).ok());
        Ok(Self::On(rule))
    }
}
