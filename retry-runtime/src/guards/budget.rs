//! The retry budget: retries are paid for by calls that succeed at once.
//!
//! Budgets that are earned by every request do not prevent a collapse if there are many small clients:
//! after a blip at half load, the retries alone keep the server down. A budget that is earned by success
//! dries up while the server is down, and the reserve is enough for a short blip.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::guards::tick::{TICKS_PER_SECOND, Tick};
use crate::policy::guard_rules::BudgetRule;

/// The units of the balance in one retry. With 10,000 of them every whole percentage is exact, and 31 bits
/// still hold 200,000 retries.
const RETRY: i32 = 10_000;

/// The pace at which a negative balance recovers, one retry a minute: 125 units in 48 ticks, without a
/// remainder.
const CREEP_UNITS: i64 = 125;
const CREEP_TICKS: i64 = 48;

/// The lowest balance that a retry may leave, for a call with so many attempts.
fn floor(rule: &BudgetRule, max_attempts: Option<u32>) -> i32 {
    let reserve = rule.reserve.map_or_else(
        || {
            let retries = max_attempts.map_or(0, |attempts| attempts.saturating_sub(1));
            BudgetRule::DEFAULT_RESERVE.max(retries)
        },
        u32::from,
    );
    let reserve = i32::try_from(reserve).unwrap_or(i32::MAX);
    reserve.saturating_mul(RETRY).saturating_neg()
}

/// The units that a call earns if its first attempt succeeds.
fn earned(rule: &BudgetRule) -> i32 {
    i32::from(rule.percent) * (RETRY / 100)
}

/// The balance of one client and origin, in one word with the tick of its last change.
#[derive(Debug)]
// One atomic word: two would have to be changed together, which takes a lock, and every call that
// succeeds comes through here.
pub(crate) struct Budget<W = AtomicU64>(W);

impl Default for Budget {
    fn default() -> Self {
        Self(AtomicU64::new(0))
    }
}

/// An atomic word. In a test it is one of loom's, which tries every order of the threads.
pub(crate) trait Word {
    fn get(&self) -> u64;
    fn set(&self, value: u64);
    /// Applies a change, again if another thread has changed the word meanwhile. Tells whether there was one.
    fn update(&self, change: impl FnMut(u64) -> Option<u64>) -> bool;
}

// The balance protects no other memory, so `Relaxed` is strong enough.
impl Word for AtomicU64 {
    #[inline]
    fn get(&self) -> u64 {
        self.load(Ordering::Relaxed)
    }

    #[inline]
    fn set(&self, value: u64) {
        self.store(value, Ordering::Relaxed);
    }

    #[inline]
    fn update(&self, change: impl FnMut(u64) -> Option<u64>) -> bool {
        self.fetch_update(Ordering::Relaxed, Ordering::Relaxed, change)
            .is_ok()
    }
}

impl<W: Word> Budget<W> {
    /// Takes one retry, if there is one, and tells whether it has.
    #[must_use]
    pub(crate) fn draw(&self, rule: &BudgetRule, max_attempts: Option<u32>, now: Tick) -> bool {
        let floor = floor(rule, max_attempts);
        self.change(rule, now, |balance| {
            let left = balance.checked_sub(RETRY)?;
            (left >= floor).then_some(left)
        })
    }

    /// Notes a call that succeeded at its first attempt.
    #[inline]
    pub(crate) fn earn(&self, rule: &BudgetRule, now: Tick) {
        // Every call that succeeds comes through here, and with many of them the last one was a moment ago.
        // Within one tick nothing decays or recovers, so the earnings are added to the upper half of the word.
        let earned = i64::from(earned(rule)) << 32;
        let is_done = self.0.update(|packed| {
            let is_recent = State::unpack(packed).changed == now;
            packed
                .cast_signed()
                .checked_add(earned)
                .filter(|_| is_recent)
                .map(i64::cast_unsigned)
        });
        if !is_done {
            self.earn_after_a_while(rule, now);
        }
    }

    #[inline(never)]
    fn earn_after_a_while(&self, rule: &BudgetRule, now: Tick) {
        self.change(rule, now, |balance| {
            Some(balance.saturating_add(earned(rule)))
        });
    }

    /// Gives back a retry that ended well, or that was never sent.
    pub(crate) fn give_back(&self, rule: &BudgetRule, now: Tick) {
        self.change(rule, now, |balance| Some(balance.saturating_add(RETRY)));
    }

    /// The balance in retries, above zero or below.
    pub(crate) fn balance(&self, rule: &BudgetRule, now: Tick) -> f64 {
        let state = State::unpack(self.0.get()).settled(rule, now);
        f64::from(state.value(now)) / f64::from(RETRY)
    }

    /// Forgets all debt and earnings.
    pub(crate) fn reset(&self, now: Tick) {
        self.0.set(State::at_rest(now).pack());
    }

    /// Tells whether there is neither debt nor earnings.
    pub(crate) fn is_at_rest(&self, rule: &BudgetRule, now: Tick) -> bool {
        let state = State::unpack(self.0.get()).settled(rule, now);
        state.value(now) == 0
    }

    /// Applies the time that has passed and then a change. `None` leaves everything as it was.
    fn change(&self, rule: &BudgetRule, now: Tick, change: impl Fn(i32) -> Option<i32>) -> bool {
        let update = |packed: u64| {
            let state = State::unpack(packed).settled(rule, now);
            // The pending recovery counts, and stays pending: only whole steps of it are settled.
            let pending = state.value(now) - state.balance;
            let balance = change(state.value(now))?.saturating_sub(pending);
            Some(State { balance, ..state }.pack())
        };
        self.0.update(update)
    }
}

/// Balance and tick of its last change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct State {
    balance: i32,
    changed: Tick,
}

impl State {
    const fn at_rest(now: Tick) -> Self {
        Self {
            balance: 0,
            changed: now,
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        reason = "two halves of one word"
    )]
    const fn unpack(packed: u64) -> Self {
        Self {
            balance: (packed >> 32) as u32 as i32,
            changed: Tick(packed as u32),
        }
    }

    #[expect(clippy::cast_sign_loss, reason = "two halves of one word")]
    const fn pack(self) -> u64 {
        (self.balance as u32 as u64) << 32 | self.changed.0 as u64
    }

    /// The state as of now. A tick that changes nothing does not move the time stamp, or frequent looks would
    /// lose time.
    fn settled(self, rule: &BudgetRule, now: Tick) -> Self {
        let ticks = now.since(self.changed);
        if ticks == 0 {
            return self;
        }
        match self.balance {
            // Nothing decays or recovers, so the time stamp moves along: a balance that is earned later
            // must not decay for earlier ticks.
            0 => Self::at_rest(now),
            1.. => {
                let balance = decayed(self.balance, ticks, rule.over);
                let changed = if balance == self.balance {
                    self.changed
                } else {
                    now
                };
                Self { balance, changed }
            }
            ..0 => self.crept(ticks, now),
        }
    }

    /// Settles whole steps of the recovery, so that no part of a step is lost.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "less than the ticks, or the debt"
    )]
    fn crept(self, ticks: u32, now: Tick) -> Self {
        let steps = i64::from(ticks) / CREEP_TICKS;
        let balance = i64::from(self.balance) + steps * CREEP_UNITS;
        if balance >= 0 {
            return Self::at_rest(now);
        }
        Self {
            balance: balance as i32,
            changed: self
                .changed
                .later_by((steps * CREEP_TICKS).unsigned_abs() as u32),
        }
    }

    /// The balance, including the part of a step that is not settled yet.
    #[expect(clippy::cast_possible_truncation, reason = "less than a step")]
    fn value(self, now: Tick) -> i32 {
        if self.balance >= 0 {
            return self.balance;
        }
        let ticks = i64::from(now.since(self.changed));
        let pending = ticks * CREEP_UNITS / CREEP_TICKS;
        (i64::from(self.balance) + pending).min(0) as i32
    }
}

/// A positive balance after so many ticks: (1 − t/4τ)⁴ approximates e^(−t/τ) with an error of at most 0.08,
/// and reaches zero.
fn decayed(balance: i32, ticks: u32, over: Duration) -> i32 {
    // In whole numbers, with 32 bits behind the point: most calls that succeed come through here,
    // and rounding a float is a function call.
    let second = 4 * TICKS_PER_SECOND;
    let parts = u64::from(over.subsec_nanos()) * second / 1_000_000_000;
    let whole = over.as_secs().saturating_mul(second).saturating_add(parts);
    let whole = whole.min(u64::from(u32::MAX));
    let left = whole.saturating_sub(u64::from(ticks));
    if left == 0 {
        return 0;
    }
    let left = (left << 32) / whole;
    let squared = (left * left) >> 32;
    let fourth = (squared * squared) >> 32;
    let half = 1 << 31;
    ((u64::from(balance.unsigned_abs()) * fourth + half) >> 32) as i32
}

#[cfg(test)]
mod schedules;

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: BudgetRule = BudgetRule::DEFAULT;

    fn at(millis: u64) -> Tick {
        Tick::at(Duration::from_millis(millis))
    }

    fn draws(budget: &Budget, rule: &BudgetRule, attempts: u32, now: Tick) -> u32 {
        let mut granted = 0;
        while budget.draw(rule, Some(attempts), now) {
            granted += 1;
            assert!(granted < 10_000);
        }
        granted
    }

    #[test]
    fn a_client_at_rest_has_its_reserve_and_at_least_what_a_call_can_use() {
        let table = [
            (None, 3, 10),
            (None, 11, 10),
            (None, 21, 20),
            (Some(0), 3, 0),
            (Some(2), 21, 2),
            (Some(1000), 3, 1000),
        ];
        for (reserve, attempts, granted) in table {
            let rule = BudgetRule { reserve, ..RULE };
            assert_eq!(draws(&Budget::default(), &rule, attempts, at(0)), granted);
        }
    }

    #[test]
    fn each_percentage_is_exact() {
        for percent in [1, 10, 20, 33, 100] {
            let rule = BudgetRule {
                percent,
                reserve: Some(0),
                ..RULE
            };
            let budget = Budget::default();
            for _ in 0..100 {
                budget.earn(&rule, at(0));
            }
            assert_eq!(draws(&budget, &rule, 3, at(0)), u32::from(percent));
        }
    }

    #[test]
    fn earned_retries_decay_and_are_gone_after_four_times_the_time_constant() {
        let budget = Budget::default();
        for _ in 0..500 {
            budget.earn(&RULE, at(0));
        }
        let balances = [0, 5_000, 10_000, 20_000, 40_000].map(|ms| {
            let state = State::unpack(budget.0.load(Ordering::Relaxed)).settled(&RULE, at(ms));
            state.value(at(ms))
        });
        assert_eq!(balances, [1_000_000, 586_182, 316_406, 62_500, 0]);
    }

    #[test]
    fn a_debt_recovers_by_one_retry_a_minute_however_often_it_is_looked_at() {
        for step in [16, 100, 750, 1_000, 60_000] {
            let budget = Budget::default();
            assert_eq!(draws(&budget, &RULE, 3, at(0)), 10);
            let mut now = 0;
            while now + step < 60_000 {
                now += step;
                assert!(
                    !budget.draw(&RULE, Some(3), at(now)),
                    "after {now} ms by {step}"
                );
            }
            assert!(budget.draw(&RULE, Some(3), at(60_000)), "by {step}");
            assert!(!budget.draw(&RULE, Some(3), at(60_000)));
        }
    }

    #[test]
    fn a_balance_that_is_looked_at_often_decays_no_faster() {
        let (often, once) = (Budget::default(), Budget::default());
        for budget in [&often, &once] {
            for _ in 0..500 {
                budget.earn(&RULE, at(0));
            }
        }
        let nothing = BudgetRule {
            reserve: Some(0),
            ..RULE
        };
        for now in (0..10_000).step_by(15) {
            // A change of nothing at all: one retry is drawn and given back.
            assert!(often.draw(&nothing, Some(3), at(now)));
            often.give_back(&nothing, at(now));
        }
        let difference = often.balance(&RULE, at(10_000)) - once.balance(&RULE, at(10_000));
        assert!(difference.abs() < 6.0, "{difference}");
    }

    #[test]
    fn a_clock_that_was_read_earlier_changes_nothing() {
        let budget = Budget::default();
        budget.earn(&RULE, at(10_000));
        let before = budget.balance(&RULE, at(10_000));
        budget.give_back(&RULE, at(9_000));
        assert!((budget.balance(&RULE, at(10_000)) - before - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_retry_that_is_given_back_was_never_drawn() {
        let budget = Budget::default();
        assert!(budget.draw(&RULE, Some(3), at(0)));
        budget.give_back(&RULE, at(0));
        assert!(budget.is_at_rest(&RULE, at(0)));
    }

    #[test]
    fn ticks_wrap_without_a_jump() {
        let budget = Budget(AtomicU64::new(
            State {
                balance: -5 * RETRY,
                changed: Tick(u32::MAX - 10),
            }
            .pack(),
        ));
        let later = Tick(u32::MAX - 10).later_by(48 * 80);
        assert!((budget.balance(&RULE, later) + 4.0).abs() < 1e-9);
    }
}
