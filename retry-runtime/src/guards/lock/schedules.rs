//! Limits of guards hold in any order of threads.
//!
//! Loom tries each order in which threads can come between each other. Each of the guards is behind one lock, so what
//! is held here is that its operations are whole: nothing is looked at under one lock and taken under the next.

use loom::sync::Mutex as LoomMutex;
use loom::thread;

use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::guards::circuit_breaker::{AttemptResult, CircuitBreaker};
use crate::guards::in_flight::InFlight;
use crate::guards::queue::{Queue, Queued};
use crate::guards::rate::{Rate, RateLimiter};
use crate::policy::guard_rules::BreakerRule;
use crate::policy::hooks::Circuit;

impl<T> Lock<T> for LoomMutex<T> {
    fn look<R>(&self, look: impl FnOnce(&mut T) -> R) -> R {
        look(&mut self.lock().expect("no thread panics"))
    }
}

type Limit = Queue<RateLimiter, LoomMutex<Queued<RateLimiter>>>;
type Bound = InFlight<LoomMutex<Queued<u32>>>;
type Breaker = LoomMutex<CircuitBreaker>;

/// Two a second, both at once.
const RATE: Rate = Rate {
    turns: 2,
    per: Duration::from_secs(1),
    burst: 2,
};

/// Takes a turn if one is free, as the engine does: in one look.
fn takes_turn(limit: &Limit, now: Duration) -> bool {
    limit.look(|limiter, queued| {
        let is_free = queued == 0 && limiter.wait(&RATE, 1, queued, now).is_zero();
        if is_free {
            limiter.take(&RATE, 1, now);
        }
        is_free
    })
}

/// Runs something in two threads besides this one, and counts where it came true.
fn count(of: impl Fn() -> bool + Clone + Send + 'static) -> u32 {
    let threads = [of.clone(), of.clone()].map(thread::spawn);
    let here = u32::from(of());
    let there = threads.map(|thread| u32::from(thread.join().expect("it ends")));
    here + there.iter().sum::<u32>()
}

#[test]
fn threads_that_take_turns_at_once_share_the_burst() {
    loom::model(|| {
        let limit = Arc::new(Limit::default());
        let taken = count({
            let limit = Arc::clone(&limit);
            move || takes_turn(&limit, Duration::ZERO)
        });
        assert_eq!(taken, RATE.burst);
    });
}

#[test]
fn a_turn_given_back_while_others_ask_is_taken_once() {
    loom::model(|| {
        let limit = Arc::new(Limit::default());
        assert!(takes_turn(&limit, Duration::ZERO));
        let giving = {
            let limit = Arc::clone(&limit);
            thread::spawn(move || limit.look(|limiter, _| limiter.give_back(&RATE, 1)))
        };
        let early = [(); 2].map(|()| takes_turn(&limit, Duration::ZERO));
        giving.join().expect("it ends");
        let late = takes_turn(&limit, Duration::ZERO);
        // The first one was free anyway, and of the other there is one.
        assert!(early[0] && (early[1] ^ late));
        assert!(!takes_turn(&limit, Duration::ZERO));
    });
}

#[test]
fn giving_up_a_place_in_a_queue_leaves_it_as_it_was() {
    loom::model(|| {
        let limit = Arc::new(Limit::default());
        let waiting = {
            let limit = Arc::clone(&limit);
            thread::spawn(move || drop(limit.join(1)))
        };
        // Nobody passes those who wait, so this may be refused.
        let _ = takes_turn(&limit, Duration::ZERO);
        waiting.join().expect("it ends");
        assert_eq!(limit.look(|_, queued| queued), 0);
        assert!(takes_turn(&limit, Duration::ZERO));
    });
}

#[test]
fn permits_never_exceed_their_bound_and_all_come_back() {
    loom::model(|| {
        let bound = Arc::new(Bound::default());
        let entered = count({
            let bound = Arc::clone(&bound);
            move || {
                let permit = bound.enter(2, false);
                assert!(bound.count() <= 2);
                // Dropped with its attempt, however that ends.
                permit.is_some()
            }
        });
        assert!(entered >= 2);
        assert!(bound.is_at_rest());
    });
}

#[test]
fn a_returned_permit_lets_one_attempt_in() {
    loom::model(|| {
        let bound = Arc::new(Bound::default());
        let held = bound.enter(1, false).expect("nobody else is there");
        let returning = thread::spawn(move || drop(held));
        let next = bound.enter(1, false);
        returning.join().expect("it ends");
        let later = bound.enter(1, false);
        assert!(next.is_some() ^ later.is_some());
        assert_eq!(bound.count(), 1);
    });
}

/// A circuit whose time of being open is over.
fn half_open() -> (Arc<Breaker>, BreakerRule, Duration) {
    let rule = BreakerRule {
        probes: 2,
        ..BreakerRule::DEFAULT
    };
    let circuit = Arc::new(Breaker::new(CircuitBreaker::default()));
    let _ = circuit.look(|circuit| circuit.open(&rule, Duration::ZERO, 0.0));
    (circuit, rule, rule.open)
}

#[test]
fn a_half_open_circuit_lets_its_probes_through_and_no_more() {
    loom::model(|| {
        let (circuit, rule, now) = half_open();
        let entered = count({
            let circuit = Arc::clone(&circuit);
            move || circuit.look(|circuit| circuit.enter(&rule, now).is_ok())
        });
        assert_eq!(entered, rule.probes);
    });
}

#[test]
fn probes_that_are_dropped_return_their_places_and_decide_nothing() {
    loom::model(|| {
        let (circuit, rule, now) = half_open();
        let neutral = AttemptResult::Neutral;
        let _ = count({
            let circuit = Arc::clone(&circuit);
            move || {
                let entered = circuit.look(|circuit| circuit.enter(&rule, now));
                let Ok((permit, _)) = entered else {
                    return false;
                };
                let left = circuit.look(|circuit| circuit.leave(&rule, permit, neutral, now, 0.0));
                assert_eq!(left, None);
                true
            }
        });
        let state = circuit.look(|circuit| circuit.state(now));
        assert_eq!(state, Circuit::HalfOpen);
        for _ in 0..rule.probes {
            assert!(circuit.look(|circuit| circuit.enter(&rule, now).is_ok()));
        }
        assert!(circuit.look(|circuit| circuit.enter(&rule, now).is_err()));
    });
}

#[test]
fn a_probe_that_fails_opens_the_circuit_however_the_others_end() {
    loom::model(|| {
        let (circuit, rule, now) = half_open();
        let enter = || circuit.look(|circuit| circuit.enter(&rule, now));
        let [(first, _), (second, _)] = [enter(), enter()].map(|entered| entered.expect("a probe"));
        let succeeding = {
            let circuit = Arc::clone(&circuit);
            let success = AttemptResult::Success;
            thread::spawn(move || {
                circuit.look(|circuit| circuit.leave(&rule, first, success, now, 0.0));
            })
        };
        let failure = AttemptResult::Failure;
        circuit.look(|circuit| circuit.leave(&rule, second, failure, now, 0.0));
        succeeding.join().expect("it ends");
        assert!(circuit.look(|circuit| circuit.enter(&rule, now).is_err()));
    });
}
