//! Grants never exceed the balance, in any sequence of calls and any order of threads.

use loom::sync::Arc;
use loom::sync::atomic::AtomicU64 as LoomU64;
use loom::sync::atomic::Ordering::{Acquire, Release};
use loom::thread;
use proptest::prelude::*;

use super::*;

/// A word of loom's, which tries every order in which threads can interleave.
impl Word for LoomU64 {
    fn get(&self) -> u64 {
        self.load(Acquire)
    }

    fn set(&self, value: u64) {
        self.store(value, Release);
    }

    fn update(&self, mut change: impl FnMut(u64) -> Option<u64>) -> bool {
        let mut known = self.get();
        while let Some(changed) = change(known) {
            match self.compare_exchange(known, changed, Release, Acquire) {
                Ok(_) => return true,
                Err(other) => known = other,
            }
        }
        false
    }
}

fn rule(reserve: u16) -> BudgetRule {
    BudgetRule {
        percent: 100,
        reserve: Some(reserve),
        ..BudgetRule::DEFAULT
    }
}

fn at(millis: u64) -> Tick {
    Tick::at(Duration::from_millis(millis))
}

#[test]
fn threads_that_draw_at_once_share_the_reserve() {
    loom::model(|| {
        let budget = Arc::new(Budget(LoomU64::new(0)));
        let draw = |budget: &Budget<LoomU64>| budget.draw(&rule(1), Some(3), at(0));
        let drawing = {
            let budget = Arc::clone(&budget);
            thread::spawn(move || u32::from(draw(&budget)))
        };
        let here = u32::from(draw(&budget)) + u32::from(draw(&budget));
        let there = drawing.join().expect("it ends");
        assert_eq!(here + there, 1);
    });
}

#[test]
fn earnings_of_one_thread_can_be_drawn_once_by_another() {
    loom::model(|| {
        let budget = Arc::new(Budget(LoomU64::new(0)));
        let earning = {
            let budget = Arc::clone(&budget);
            thread::spawn(move || budget.earn(&rule(0), at(0)))
        };
        let early = budget.draw(&rule(0), Some(3), at(0));
        earning.join().expect("it ends");
        let late = budget.draw(&rule(0), Some(3), at(0));
        // Nothing that was earned is lost, and nothing is spent twice.
        assert!(early ^ late);
    });
}

#[test]
fn a_retry_given_back_during_a_draw_can_be_drawn_again() {
    loom::model(|| {
        let budget = Arc::new(Budget(LoomU64::new(0)));
        assert!(budget.draw(&rule(2), Some(3), at(0)));
        let giving = {
            let budget = Arc::clone(&budget);
            thread::spawn(move || budget.give_back(&rule(2), at(0)))
        };
        assert!(budget.draw(&rule(2), Some(3), at(0)));
        giving.join().expect("it ends");
        assert!(budget.draw(&rule(2), Some(3), at(0)));
        assert!(!budget.draw(&rule(2), Some(3), at(0)));
    });
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Draw,
    Earn,
    /// Returns the last retry that was drawn, if one is out.
    GiveBack,
    Pass(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => Just(Step::Draw),
        3 => Just(Step::Earn),
        1 => Just(Step::GiveBack),
        2 => (0..120_000_u64).prop_map(Step::Pass),
    ];
    prop::collection::vec(step, 0..200)
}

proptest! {
    #[test]
    fn no_sequence_grants_more_than_reserve_earnings_and_recovery(
        steps in steps(), percent in 1..=100_u8, reserve in prop::option::of(0..20_u16), attempts in 2..15_u32,
    ) {
        let rule = BudgetRule { percent, reserve, ..BudgetRule::DEFAULT };
        let budget = Budget::<AtomicU64>::default();
        let (mut now, mut out, mut granted, mut earned) = (0, 0_u32, 0_u32, 0_u32);
        for step in steps {
            match step {
                Step::Pass(millis) => now += millis,
                Step::Earn => {
                    budget.earn(&rule, at(now));
                    earned += 1;
                }
                Step::GiveBack if out > 0 => {
                    budget.give_back(&rule, at(now));
                    (out, granted) = (out - 1, granted - 1);
                }
                Step::GiveBack => {}
                Step::Draw => {
                    if budget.draw(&rule, Some(attempts), at(now)) {
                        (out, granted) = (out + 1, granted + 1);
                    }
                }
            }
            let reserve = reserve.map_or(10.max(attempts - 1), u32::from);
            let earnings = f64::from(earned) * f64::from(percent) / 100.0;
            let crept = Duration::from_millis(now).as_secs_f64() / 60.0;
            let most = f64::from(reserve) + earnings + crept;
            prop_assert!(f64::from(granted) <= most + 1e-3, "{granted} of {most}");
        }
    }
}
