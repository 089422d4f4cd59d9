//! The rules of rate limits, and their text: `500 per 1m, burst = 10, wait = 5s, follow`, or `off`.

use std::time::Duration;

use crate::policy::guard_rules::text::{
    Item, duration_within, is_within, items, per, twice, unknown, whole_within,
};

/// The largest number of limits in one place.
pub(crate) const MOST_LIMITS: usize = 4;
// In a second this is one turn per nanosecond, the smallest unit of a `Duration`.
const MOST_TURNS: u32 = 1_000_000_000;
const LONGEST: Duration = Duration::from_hours(24);
const PER: (Duration, Duration) = (Duration::from_millis(1), LONGEST);

/// Parameters of one rate limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RateLimitRule {
    /// Turns in each period, 1 to 10⁹.
    pub(crate) turns: u32,
    pub(crate) per: Duration,
    /// Turns that may be taken at once after idle time, 1 to `turns`.
    pub(crate) burst: Option<u32>,
    /// The longest wait for a turn; `None` for what is left of the call's `timeout`, at most a minute.
    pub(crate) wait: Option<Duration>,
    /// `true` if the `#[cost]` argument says how many turns an attempt takes.
    pub(crate) is_weighed: bool,
}

/// The rate limits that one place declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RateLimits {
    pub(crate) is_off: bool,
    // An array with gaps, since constants cannot hold a `Vec`. The state has the same positions
    // (`guards/scope`), so a limit that settings change keeps its queue.
    pub(crate) limits: [Option<RateLimitRule>; MOST_LIMITS],
    pub(crate) follow: Option<FollowRule>,
}

/// The rule that all calls of a place observe the pauses that the server asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FollowRule {
    pub(crate) wait: Option<Duration>,
}

impl RateLimitRule {
    /// A limit of `turns` in each period.
    ///
    /// # Panics
    ///
    /// If `turns` is 0 or more than 10⁹, or the period is not between a millisecond and a day.
    #[must_use]
    #[track_caller]
    pub const fn new(turns: u32, per: Duration) -> Self {
        assert!(
            turns >= 1 && turns <= MOST_TURNS,
            "a rate limit is 1 to 1_000_000_000 turns in each period"
        );
        assert!(
            is_within(per, PER),
            "the period of a rate limit is between 1 ms and 24 h"
        );
        Self {
            turns,
            per,
            burst: None,
            wait: None,
            is_weighed: false,
        }
    }

    /// Sets how many turns may be taken at once after idle time.
    ///
    /// # Panics
    ///
    /// If it is 0, or more than the turns of a period.
    #[must_use]
    #[track_caller]
    pub const fn burst(mut self, burst: u32) -> Self {
        assert!(
            burst >= 1 && burst <= self.turns,
            "`burst` is at least 1 and at most the turns of a period"
        );
        self.burst = Some(burst);
        self
    }

    /// Lets the `#[cost]` argument say how many turns an attempt takes.
    #[must_use]
    pub const fn weighed(mut self) -> Self {
        self.is_weighed = true;
        self
    }

    /// Sets the longest wait for a turn.
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

impl RateLimits {
    const NONE: Self = Self {
        is_off: false,
        limits: [None; MOST_LIMITS],
        follow: None,
    };

    /// The limits of a place that has some.
    #[must_use]
    pub const fn new(limits: &[RateLimitRule]) -> Self {
        let mut all = Self::NONE;
        let mut at = 0;
        // The macro rejects more limits than fit. `for` loops do not work in a constant.
        while at < limits.len() && at < MOST_LIMITS {
            all.limits[at] = Some(limits[at]);
            at += 1;
        }
        all
    }

    /// The rule that leaves out the trait's limits.
    #[must_use]
    pub const fn off() -> Self {
        Self {
            is_off: true,
            ..Self::NONE
        }
    }

    /// Lets all calls of the place observe the pauses that the server asks for.
    #[must_use]
    pub const fn follow(mut self) -> Self {
        self.follow = Some(FollowRule { wait: None });
        self
    }

    /// Like `follow`, with the longest wait for the end of a pause.
    #[must_use]
    pub const fn follow_for(mut self, wait: Duration) -> Self {
        self.follow = Some(FollowRule { wait: Some(wait) });
        self
    }

    /// Reads `100 per 1s, burst = 5` or `off`, or several of the former.
    pub(crate) fn read<'a>(texts: impl Iterator<Item = &'a str>) -> Result<Self, String> {
        let mut all = Self::NONE;
        let mut is_off = false;
        let mut count = 0;
        for text in texts {
            count += 1;
            if items(text)? == [Item::Bare("off")] {
                is_off = true;
            } else {
                all.read_one(text)?;
            }
        }
        match (is_off, count) {
            (_, 0) => Err("write a limit such as `100 per 1s`, or `off`".to_owned()),
            (true, 1) => Ok(Self::off()),
            (true, _) => Err("`off` stands alone".to_owned()),
            (false, _) => Ok(all),
        }
    }

    fn read_one(&mut self, text: &str) -> Result<(), String> {
        let (mut rate, mut burst, mut wait, mut follow) = (None, None, None, false);
        for item in items(text)? {
            match item {
                Item::Bare("follow") if follow => return Err(twice("follow")),
                Item::Bare("follow") => follow = true,
                Item::Bare("off") => return Err("`off` stands alone".to_owned()),
                Item::Bare(_) if rate.is_some() => return Err(twice("the rate")),
                Item::Bare(text) => {
                    let (turns, period) = per(text)?;
                    let turns = whole_within("the number of turns", turns, 1, MOST_TURNS)?;
                    rate = Some((turns, duration_within("the period", period, PER)?));
                }
                Item::Pair("burst", text) => {
                    burst = Some(whole_within("burst", text, 1, MOST_TURNS)?);
                }
                Item::Pair("wait", text) => {
                    wait = Some(duration_within("wait", text, (Duration::ZERO, LONGEST))?);
                }
                Item::Pair("cost", _) => {
                    return Err("`cost` names an argument, which only code can".to_owned());
                }
                Item::Pair(key, _) => {
                    return Err(unknown("rate_limit", key, "`burst`, `wait`, `follow`"));
                }
            }
        }
        self.put(rate, burst, wait, follow)
    }

    /// Adds the limit, the `follow`, or both that one text has given.
    fn put(
        &mut self,
        rate: Option<(u32, Duration)>,
        burst: Option<u32>,
        wait: Option<Duration>,
        follow: bool,
    ) -> Result<(), String> {
        // With both, `wait` applies to both: `100 per 1s, wait = 5s, follow` bounds the wait for a
        // turn and the wait for the end of a pause.
        if follow && self.follow.replace(FollowRule { wait }).is_some() {
            return Err(twice("follow"));
        }
        match rate {
            Some((turns, _)) if burst.is_some_and(|burst| burst > turns) => {
                Err("`burst` is at most the turns of a period".to_owned())
            }
            Some((turns, per)) => self.add(RateLimitRule {
                turns,
                per,
                burst,
                wait,
                is_weighed: false,
            }),
            None if burst.is_some() || !follow => {
                Err("a limit needs its rate; write it such as `100 per 1s`".to_owned())
            }
            None => Ok(()),
        }
    }

    fn add(&mut self, rule: RateLimitRule) -> Result<(), String> {
        let mut limits = self.limits.iter().flatten();
        // Of two limits for one period only the smaller would count, so one of them is a mistake.
        if limits.any(|other| other.per == rule.per) {
            return Err("two limits have the same period; merge them into one".to_owned());
        }
        let free = self.limits.iter_mut().find(|place| place.is_none());
        let free =
            free.ok_or_else(|| format!("there are at most {MOST_LIMITS} limits in one place"))?;
        *free = Some(rule);
        Ok(())
    }
}
