//! The circuit breaker: a server that mostly fails is left alone for a while.
//!
//! ```text
//! closed ──── failures reach their share of at least `of` attempts ────▶ open
//! open ────── `open` is over (doubled each time, up to a minute) ──────▶ half-open
//! half-open ─ `probes` successes ──▶ closed        a failure ──────────▶ open
//! ```
//!
//! Attempts are counted in a sliding window of time, whose buckets are forgotten one after the other. Once
//! the share of failures among at least `of` attempts is reached, the circuit opens: nothing is sent
//! until `open` is over. Then it is half-open and a few probes decide. Only successes close it.
//!
//! An attempt takes a permit and gives it back with its result. Neither may wait or look at a clock:
//! `now` and the jitter are arguments, so every path is tested by a table.

mod window;

use std::time::Duration;

use crate::guards::circuit_breaker::window::Window;
use crate::policy::guard_rules::BreakerRule;
use crate::policy::hooks::{Circuit, GuardChangeKind};

/// The longest time that a circuit stays open by doubling.
const LONGEST: Duration = Duration::from_mins(1);

/// The result of an attempt, as far as it is the server's doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AttemptResult {
    Success,
    Failure,
    /// A result that says nothing about the server: a 4xx, a dropped future, an attempt that was never sent.
    Neutral,
}

/// Permission to send one attempt, to be given back with its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(crate) struct CircuitPermit {
    /// The number of the state in which it was given: results from an earlier state do not count.
    generation: u64,
    is_probe: bool,
}

/// The circuit of one scope and origin. Times are measured from a fixed start.
#[derive(Clone, Debug, Default)]
pub(crate) struct CircuitBreaker {
    state: State,
    generation: u64,
    /// The number of times it has opened without closing in between.
    openings: u32,
    window: Window,
    /// The failures and attempts that opened it last, for the error.
    cause: (u32, u32),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    #[default]
    Closed,
    Open {
        until: Duration,
    },
    HalfOpen {
        in_flight: u32,
        succeeded: u32,
    },
}

/// The refusal of an open circuit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// The time until an attempt would be let through; `None` if that depends on probes in flight.
    pub(crate) after: Option<Duration>,
    pub(crate) failures: u32,
    pub(crate) attempts: u32,
}

impl CircuitBreaker {
    /// Tells whether an attempt would be let through, without taking a permit.
    pub(crate) fn look(&self, rule: &BreakerRule, now: Duration) -> Result<(), Refused> {
        match self.state {
            State::Closed => Ok(()),
            State::Open { until } if now >= until => Ok(()),
            State::Open { until } => Err(self.refused(Some(until.saturating_sub(now)))),
            State::HalfOpen { in_flight, .. } if in_flight < rule.probes => Ok(()),
            State::HalfOpen { .. } => Err(self.refused(None)),
        }
    }

    /// Lets an attempt through, or refuses it.
    pub(crate) fn enter(
        &mut self,
        rule: &BreakerRule,
        now: Duration,
    ) -> Result<(CircuitPermit, Option<GuardChangeKind>), Refused> {
        self.look(rule, now)?;
        let mut change = None;
        // The first attempt after `open` does this instead of a timer: an unused circuit needs no task.
        if let State::Open { .. } = self.state {
            self.move_to(State::HalfOpen {
                in_flight: 0,
                succeeded: 0,
            });
            change = Some(GuardChangeKind::HalfOpened);
        }
        let is_probe = if let State::HalfOpen { in_flight, .. } = &mut self.state {
            *in_flight += 1;
            true
        } else {
            false
        };
        let permit = CircuitPermit {
            generation: self.generation,
            is_probe,
        };
        Ok((permit, change))
    }

    /// Takes back a permit with the result of its attempt. `jitter` is drawn from −1 to 1 and varies the time
    /// that it stays open by a fifth, so that clients do not probe together.
    pub(crate) fn leave(
        &mut self,
        rule: &BreakerRule,
        permit: CircuitPermit,
        result: AttemptResult,
        now: Duration,
        jitter: f64,
    ) -> Option<GuardChangeKind> {
        // An attempt from an earlier state: a slow failure from before the end of the outage must not
        // open the circuit again.
        if permit.generation != self.generation {
            return None;
        }
        match (&mut self.state, result) {
            (State::Closed, AttemptResult::Neutral) | (State::Open { .. }, _) => None,
            (State::Closed, result) => {
                let is_failure = result == AttemptResult::Failure;
                self.window.count(is_failure, rule.within, now);
                let (failures, attempts) = self.window.counts(rule.within, now);
                // Multiplied, as a quotient would be rounded.
                let share =
                    u64::from(failures) * 100 >= u64::from(rule.failures) * u64::from(attempts);
                (attempts >= rule.of && share && failures > 0).then(|| {
                    self.cause = (failures, attempts);
                    self.open(rule, now, jitter)
                })
            }
            // One failure is enough: there are few probes, and the server was failing a moment ago.
            (State::HalfOpen { .. }, AttemptResult::Failure) => Some(self.open(rule, now, jitter)),
            (
                State::HalfOpen {
                    in_flight,
                    succeeded,
                },
                result,
            ) => {
                *in_flight = in_flight.saturating_sub(u32::from(permit.is_probe));
                if result == AttemptResult::Success {
                    *succeeded += 1;
                }
                if *succeeded < rule.probes {
                    return None;
                }
                self.close();
                Some(GuardChangeKind::Closed)
            }
        }
    }

    /// Opens it, as too many failures do.
    pub(crate) fn open(
        &mut self,
        rule: &BreakerRule,
        now: Duration,
        jitter: f64,
    ) -> GuardChangeKind {
        let is_again = self.state != State::Closed;
        let doubled = rule
            .open
            .saturating_mul(1_u32.checked_shl(self.openings).unwrap_or(u32::MAX));
        let capped = doubled.min(LONGEST.max(rule.open));
        let lasts = capped.mul_f64(1.0 + 0.2 * jitter.clamp(-1.0, 1.0));
        self.openings = self.openings.saturating_add(1);
        self.move_to(State::Open {
            until: now.saturating_add(lasts),
        });
        GuardChangeKind::Opened { lasts, is_again }
    }

    /// Closes it as if it had never opened. Returns the change, if it was not closed.
    pub(crate) fn reset(&mut self) -> Option<GuardChangeKind> {
        let change = (self.state != State::Closed).then_some(GuardChangeKind::Closed);
        self.close();
        self.cause = (0, 0);
        change
    }

    /// The state, for observers: open only until the next attempt would be a probe.
    pub(crate) fn state(&self, now: Duration) -> Circuit {
        match self.state {
            State::Closed => Circuit::Closed,
            State::Open { until } if now < until => Circuit::Open,
            State::Open { .. } | State::HalfOpen { .. } => Circuit::HalfOpen,
        }
    }

    /// Tells whether it holds nothing worth keeping.
    pub(crate) fn is_at_rest(&self, now: Duration) -> bool {
        self.state == State::Closed && self.window.is_forgotten(now)
    }

    /// Closes it and forgets everything but attempts in flight, whose results no longer count.
    fn close(&mut self) {
        self.openings = 0;
        self.move_to(State::Closed);
    }

    fn move_to(&mut self, state: State) {
        self.state = state;
        self.generation += 1;
        self.window = Window::default();
    }

    fn refused(&self, after: Option<Duration>) -> Refused {
        let (failures, attempts) = self.cause;
        Refused {
            after,
            failures,
            attempts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::AttemptResult::{Failure, Neutral, Success};
    use super::*;

    const RULE: BreakerRule = BreakerRule::DEFAULT;

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn opened(seconds: u64, is_again: bool) -> GuardChangeKind {
        let lasts = secs(seconds);
        GuardChangeKind::Opened { lasts, is_again }
    }

    fn attempt(
        breaker: &mut CircuitBreaker,
        result: AttemptResult,
        now: Duration,
    ) -> Option<GuardChangeKind> {
        let (permit, entered) = breaker.enter(&RULE, now).unwrap();
        breaker.leave(&RULE, permit, result, now, 0.0).or(entered)
    }

    fn opened_at_zero() -> CircuitBreaker {
        let mut breaker = CircuitBreaker::default();
        for _ in 0..19 {
            assert_eq!(attempt(&mut breaker, Failure, secs(0)), None);
        }
        assert_eq!(
            attempt(&mut breaker, Failure, secs(0)),
            Some(opened(5, false))
        );
        breaker
    }

    #[test]
    fn a_circuit_opens_at_its_share_of_enough_attempts_and_not_before() {
        let table = [
            (10, 10, true),
            (9, 11, false),
            (19, 0, false),
            (20, 0, true),
            (0, 1000, false),
        ];
        for (failures, successes, opens) in table {
            let mut breaker = CircuitBreaker::default();
            for _ in 0..successes {
                attempt(&mut breaker, Success, secs(0));
            }
            let mut has_opened = false;
            for _ in 0..failures {
                has_opened |= attempt(&mut breaker, Failure, secs(0)).is_some();
            }
            assert_eq!(has_opened, opens, "{failures} of {}", failures + successes);
        }
    }

    #[test]
    fn neutral_results_never_open_a_circuit_and_are_not_counted() {
        let mut breaker = CircuitBreaker::default();
        for _ in 0..1000 {
            assert_eq!(attempt(&mut breaker, Neutral, secs(0)), None);
        }
        assert_eq!(breaker.window.counts(RULE.within, secs(0)), (0, 0));
    }

    #[test]
    fn an_open_circuit_reports_when_attempts_go_through_again_and_why_not_now() {
        let breaker = opened_at_zero();
        let refused = breaker.look(&RULE, secs(2)).unwrap_err();
        assert_eq!(
            refused,
            Refused {
                after: Some(secs(3)),
                failures: 20,
                attempts: 20
            }
        );
        assert_eq!(breaker.look(&RULE, secs(5)), Ok(()));
    }

    #[test]
    fn a_half_open_circuit_lets_at_most_its_probes_through_at_once() {
        let mut breaker = opened_at_zero();
        let (first, change) = breaker.enter(&RULE, secs(5)).unwrap();
        assert_eq!(change, Some(GuardChangeKind::HalfOpened));
        let (second, _) = breaker.enter(&RULE, secs(5)).unwrap();
        let (_third, _) = breaker.enter(&RULE, secs(5)).unwrap();
        assert_eq!(breaker.enter(&RULE, secs(5)).unwrap_err().after, None);
        // A probe that was dropped returns its permit and decides nothing.
        assert_eq!(breaker.leave(&RULE, first, Neutral, secs(6), 0.0), None);
        let (fourth, _) = breaker.enter(&RULE, secs(6)).unwrap();
        assert_eq!(breaker.leave(&RULE, second, Success, secs(6), 0.0), None);
        assert_eq!(breaker.leave(&RULE, fourth, Success, secs(6), 0.0), None);
        assert_eq!(
            attempt(&mut breaker, Success, secs(6)),
            Some(GuardChangeKind::Closed)
        );
        assert_eq!(breaker.look(&RULE, secs(6)), Ok(()));
    }

    #[test]
    fn a_probe_that_fails_doubles_the_time_until_it_closes_once() {
        let mut breaker = opened_at_zero();
        let mut now = secs(0);
        for (expected, next) in [(5, 10), (10, 20), (20, 40), (40, 60), (60, 60)] {
            let after = breaker.look(&RULE, now).unwrap_err().after.unwrap();
            assert_eq!(after, secs(expected));
            now += after;
            assert_eq!(
                attempt(&mut breaker, Failure, now),
                Some(opened(next, true))
            );
        }
        now += breaker.look(&RULE, now).unwrap_err().after.unwrap();
        for _ in 0..3 {
            let _ = attempt(&mut breaker, Success, now);
        }
        for _ in 0..20 {
            let _ = attempt(&mut breaker, Failure, now);
        }
        assert_eq!(breaker.look(&RULE, now).unwrap_err().after, Some(secs(5)));
    }

    #[test]
    fn the_time_that_a_circuit_stays_open_varies_by_a_fifth() {
        for (jitter, millis) in [(-1.0, 4_000), (0.0, 5_000), (1.0, 6_000)] {
            let mut breaker = CircuitBreaker::default();
            let _ = breaker.open(&RULE, secs(0), jitter);
            let after = breaker.look(&RULE, secs(0)).unwrap_err().after;
            assert_eq!(after, Some(Duration::from_millis(millis)));
        }
    }

    #[test]
    fn results_of_attempts_that_were_sent_before_it_opened_do_not_count() {
        let mut breaker = CircuitBreaker::default();
        let (early, _) = breaker.enter(&RULE, secs(0)).unwrap();
        for _ in 0..20 {
            let _ = attempt(&mut breaker, Failure, secs(0));
        }
        let (_probe, _) = breaker.enter(&RULE, secs(5)).unwrap();
        assert_eq!(breaker.leave(&RULE, early, Failure, secs(5), 0.0), None);
        assert!(matches!(breaker.state, State::HalfOpen { .. }));
    }

    #[test]
    fn failures_are_forgotten_after_the_window_or_at_most_a_fifth_later() {
        let mut breaker = CircuitBreaker::default();
        for _ in 0..19 {
            attempt(&mut breaker, Failure, secs(0));
        }
        // Still counted right before the end of the window.
        assert_eq!(
            breaker
                .window
                .counts(RULE.within, Duration::from_millis(9_999)),
            (19, 19)
        );
        assert_eq!(breaker.window.counts(RULE.within, secs(12)), (0, 0));
        assert_eq!(attempt(&mut breaker, Failure, secs(12)), None);
    }
}
