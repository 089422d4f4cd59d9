//! The rate limit: the generic cell rate algorithm of ATM networks.
//!
//! One number says when the next turn would be due if turns came evenly, and the burst says how far ahead
//! of it a client may be. No timer refills anything.

use std::time::Duration;

use crate::policy::guard_rules::RateLimitRule;

/// The parameters of a rate limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate {
    /// Turns in each period, 1 to 10⁹.
    pub(crate) turns: u32,
    pub(crate) per: Duration,
    /// Turns that may be taken at once after idle time, 1 to `turns`.
    pub(crate) burst: u32,
}

impl Rate {
    /// The burst of a rate that gives none: the turns of a second, at least 1. If an argument weighs the
    /// calls, it is all turns of the period, as one call may cost a good part of them.
    fn default_burst(turns: u32, per: Duration, is_weighed: bool) -> u32 {
        if is_weighed {
            return turns;
        }
        let nanos = per.as_nanos().max(1);
        let in_a_second = u128::from(turns) * 1_000_000_000 / nanos;
        u32::try_from(in_a_second)
            .unwrap_or(u32::MAX)
            .clamp(1, turns)
    }

    /// The rate of a rule.
    pub(crate) fn of(rule: &RateLimitRule) -> Self {
        let burst = rule.burst;
        Self {
            turns: rule.turns,
            per: rule.per,
            burst: burst
                .unwrap_or_else(|| Self::default_burst(rule.turns, rule.per, rule.is_weighed)),
        }
    }

    /// The time that one turn takes, rounded up.
    pub(crate) fn interval(&self) -> Duration {
        let nanos = self.per.as_nanos().div_ceil(u128::from(self.turns.max(1)));
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    /// The time that one turn takes, in units of a nanosecond divided by `turns`: whole numbers, so
    /// that no rate is rounded.
    fn turn(&self) -> u128 {
        self.per.as_nanos()
    }

    fn units(&self, time: Duration) -> u128 {
        time.as_nanos() * u128::from(self.turns)
    }
}

/// The state of one rate limit. Times are measured from a fixed start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RateLimiter {
    /// The time at which the next turn is due if turns come evenly, in the units of the rate.
    due: u128,
    /// The rate in whose units it counts. Settings may change it.
    rate: Option<Rate>,
}

impl RateLimiter {
    /// The time until `cost` turns may be taken, behind others that wait for `ahead` turns.
    ///
    /// More turns than the burst are never available; the caller rejects such a call.
    pub(crate) fn wait(&mut self, rate: &Rate, cost: u32, ahead: u64, now: Duration) -> Duration {
        self.count_by(rate);
        // In 128 bits: 10⁹ turns of a day, in nanoseconds, are 10²³.
        let taken = (u128::from(cost) + u128::from(ahead)) * rate.turn();
        let due = self.due.max(rate.units(now)) + taken;
        // GCRA (ITU-T I.371): a turn is free if the time at which it would be due, if they came evenly,
        // is not further ahead than the burst.
        let ready = due.saturating_sub(u128::from(rate.burst) * rate.turn());
        let nanos = ready
            .saturating_sub(rate.units(now))
            .div_ceil(u128::from(rate.turns));
        Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
    }

    /// Takes turns.
    pub(crate) fn take(&mut self, rate: &Rate, cost: u32, now: Duration) {
        self.count_by(rate);
        self.due = self.due.max(rate.units(now)) + u128::from(cost) * rate.turn();
    }

    /// Gives back turns that another limit made useless. If `due` falls below "now", the next `max` cuts that
    /// off, so nobody saves up turns.
    pub(crate) fn give_back(&mut self, rate: &Rate, cost: u32) {
        self.count_by(rate);
        self.due = self.due.saturating_sub(u128::from(cost) * rate.turn());
    }

    /// Tells whether a whole burst may be taken at once.
    pub(crate) fn is_at_rest(&self, now: Duration) -> bool {
        self.rate.is_none_or(|rate| self.due <= rate.units(now))
    }

    fn count_by(&mut self, rate: &Rate) {
        // `due` has the units of its rate, so another rate means the same instant in other units. The turns that
        // were taken stay taken, even if settings change or two clients that share the guard disagree.
        if let Some(known) = self.rate.replace(*rate)
            && known.turns != rate.turns
        {
            let nanos = self.due.div_ceil(u128::from(known.turns.max(1)));
            self.due = nanos * u128::from(rate.turns);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(turns: u32, per: Duration) -> Rate {
        let burst = Rate::default_burst(turns, per, false);
        Rate { turns, per, burst }
    }

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// The times at which so many turns are taken one after another, each as soon as it may be.
    fn turns(rate: &Rate, count: usize) -> Vec<Duration> {
        let (mut limiter, mut now) = (RateLimiter::default(), Duration::ZERO);
        let mut taken = Vec::new();
        for _ in 0..count {
            now += limiter.wait(rate, 1, 0, now);
            limiter.take(rate, 1, now);
            taken.push(now);
        }
        taken
    }

    #[test]
    fn the_burst_is_what_fits_into_a_second() {
        let table = [
            (10, ms(1_000), 10),
            (500, ms(60_000), 8),
            (5_000, ms(3_600_000), 1),
            (1, ms(1), 1),
            (1_000_000_000, ms(1), 1_000_000_000),
        ];
        for (turns, per, burst) in table {
            assert_eq!(Rate::default_burst(turns, per, false), burst);
            assert_eq!(Rate::default_burst(turns, per, true), turns);
        }
    }

    #[test]
    fn after_the_burst_turns_come_evenly() {
        let taken = turns(&rate(10, ms(1_000)), 13);
        assert_eq!(taken[..10], [Duration::ZERO; 10]);
        assert_eq!(taken[10..], [ms(100), ms(200), ms(300)]);
    }

    #[test]
    fn rounding_is_below_a_nanosecond_a_turn() {
        // A third of a second each.
        let rate = Rate {
            turns: 3,
            per: ms(1_000),
            burst: 1,
        };
        let taken = turns(&rate, 3_001);
        let late = taken[3_000].saturating_sub(Duration::from_secs(1_000));
        assert!(late < Duration::from_micros(3), "{late:?}");
    }

    #[test]
    fn idle_time_gives_the_burst_and_no_more() {
        let rate = rate(10, ms(1_000));
        let mut limiter = RateLimiter::default();
        let now = Duration::from_hours(1);
        for _ in 0..10 {
            assert_eq!(limiter.wait(&rate, 1, 0, now), Duration::ZERO);
            limiter.take(&rate, 1, now);
        }
        assert_eq!(limiter.wait(&rate, 1, 0, now), ms(100));
        assert_eq!(limiter.wait(&rate, 1, 4, now), ms(500));
    }

    #[test]
    fn turns_stay_taken_when_the_rate_changes() {
        let (fast, slow) = (rate(10, ms(1_000)), rate(5, ms(1_000)));
        let mut limiter = RateLimiter::default();
        limiter.take(&fast, 10, ms(0));
        // A second's worth is taken, whoever counts, and as often as the two take turns.
        for _ in 0..3 {
            assert_eq!(limiter.wait(&slow, 1, 0, ms(0)), ms(200));
            assert_eq!(limiter.wait(&fast, 1, 0, ms(0)), ms(100));
        }
        // A turn that was taken at one rate is given back at it.
        limiter.take(&slow, 1, ms(0));
        limiter.give_back(&fast, 1);
        assert_eq!(limiter.wait(&fast, 1, 0, ms(0)), ms(200));
    }

    #[test]
    fn a_cost_takes_as_many_turns() {
        let rate = Rate {
            turns: 200_000,
            per: ms(60_000),
            burst: 200_000,
        };
        let mut limiter = RateLimiter::default();
        assert_eq!(limiter.wait(&rate, 200_000, 0, ms(0)), Duration::ZERO);
        limiter.take(&rate, 150_000, ms(0));
        assert_eq!(limiter.wait(&rate, 50_000, 0, ms(0)), Duration::ZERO);
        assert_eq!(limiter.wait(&rate, 100_000, 0, ms(0)), ms(15_000));
        limiter.give_back(&rate, 150_000);
        assert_eq!(limiter.wait(&rate, 200_000, 0, ms(0)), Duration::ZERO);
    }
}
