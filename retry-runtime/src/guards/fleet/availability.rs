//! Outages of the shared state: after a failed use it is not asked for a while.

use std::time::Duration;

/// The time without requests after the first failure. It doubles with each further failure.
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(30);

/// The outages of the shared state, as a member sees them. Times are measured from a fixed start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Availability {
    /// The uses that have failed since the last success.
    failures: u32,
    /// The time of the last failure.
    failed: Duration,
    /// The time of the next request.
    again: Duration,
}

impl Availability {
    /// Tells whether the state may be asked now. While it is out of reach, one caller at a time finds out
    /// whether it is back, and the others go on without it.
    pub(crate) fn may_ask(&mut self, now: Duration) -> bool {
        if self.failures == 0 {
            return true;
        }
        if now < self.again {
            return false;
        }
        // Moved before the outcome is known, so that no other caller asks meanwhile.
        self.again = now.saturating_add(self.rest());
        true
    }

    /// Notes a use that has failed. Tells whether it is the first of an outage.
    pub(crate) fn failed(&mut self, begun: Duration, now: Duration) -> bool {
        // Uses of several limits that were in flight together fail together, and count as one failure. Each of
        // them would double the time without requests.
        if self.failures > 0 && begun <= self.failed {
            return false;
        }
        self.failures = self.failures.saturating_add(1);
        self.failed = now;
        self.again = now.saturating_add(self.rest());
        self.failures == 1
    }

    /// Notes a response. Tells whether it ends an outage.
    pub(crate) fn reached(&mut self) -> bool {
        let was_out = self.failures > 0;
        *self = Self::default();
        was_out
    }

    /// The time until the next request, if the state is out of reach.
    pub(crate) fn out_for(&self, now: Duration) -> Option<Duration> {
        (self.failures > 0).then(|| self.again.saturating_sub(now))
    }

    fn rest(&self) -> Duration {
        let doublings = self.failures.saturating_sub(1).min(5);
        (FIRST * 2_u32.pow(doublings)).min(LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn after_failures_the_state_rests_for_a_second_doubling_to_thirty() {
        let (mut state, mut now) = (Availability::default(), secs(100));
        let mut rests = Vec::new();
        for failure in 0..8 {
            assert!(state.may_ask(now));
            assert_eq!(state.failed(now, now), failure == 0);
            let rest = state.out_for(now).unwrap();
            assert!(!state.may_ask((now + rest).saturating_sub(Duration::from_nanos(1))));
            now += rest;
            rests.push(rest);
        }
        assert_eq!(rests, [1, 2, 4, 8, 16, 30, 30, 30].map(secs));
        assert!(state.reached());
        assert!(!state.reached());
        assert!(state.may_ask(now) && state.may_ask(now));
        assert!(state.failed(now, now));
        assert_eq!(state.out_for(now), Some(secs(1)));
    }

    #[test]
    fn uses_that_fail_together_are_one_failure() {
        let mut state = Availability::default();
        for failure in 0..8 {
            assert!(failure > 0 || state.may_ask(secs(10)));
            assert_eq!(state.failed(secs(10), secs(11)), failure == 0);
        }
        assert_eq!(state.out_for(secs(11)), Some(secs(1)));
        // Those that follow count.
        assert!(!state.failed(secs(12), secs(12)));
        assert_eq!(state.out_for(secs(12)), Some(secs(2)));
    }

    #[test]
    fn one_caller_tries_the_state_again_and_the_others_go_on_without_it() {
        let mut state = Availability::default();
        state.failed(secs(0), secs(0));
        assert!(state.may_ask(secs(1)));
        assert!(!state.may_ask(secs(1)));
        // It was dropped before it knew.
        assert!(state.may_ask(secs(2)));
    }
}
