//! The share of a limit that a member uses while it does not know what the others do.

use std::time::Duration;

use crate::guards::fleet::shared_state::MEMBERSHIP;
use crate::guards::rate::Rate;

/// The number of members that share a limit. A smaller number is believed only after it has held for as long as
/// a member counts: after a restart of the state, members come back one by one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Members {
    known: Option<u32>,
    /// The largest number since it has been below the known one, and the time since when.
    fewer: Option<(u32, Duration)>,
}

impl Members {
    /// The known number, or the one that is presumed.
    pub(crate) fn count(&self, presumed: u32) -> u32 {
        self.known.unwrap_or(presumed).max(1)
    }

    pub(crate) fn known(&self) -> Option<u32> {
        self.known
    }

    /// Notes the number that the state reports.
    pub(crate) fn note(&mut self, members: u32, now: Duration) {
        let members = members.max(1);
        match self.known {
            Some(known) if members < known => {
                let (most, since) = self.fewer.unwrap_or((members, now));
                let most = most.max(members);
                self.fewer = Some((most, since));
                if now.saturating_sub(since) >= MEMBERSHIP {
                    (self.known, self.fewer) = (Some(most), None);
                }
            }
            _ => (self.known, self.fewer) = (Some(members), None),
        }
    }
}

/// A rate limit of the member's own: its share of rate and burst, at least 1 of both. Times are measured from a
/// fixed start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    /// The time at which the next turn is due if turns come evenly.
    due: Duration,
}

impl Share {
    /// Takes turns, or returns the time until they may be taken.
    pub(crate) fn take(
        &mut self,
        rate: &Rate,
        members: u32,
        cost: u32,
        now: Duration,
    ) -> Option<Duration> {
        // With more members than turns, each would get less than one turn in a period and wait for
        // several periods. One turn each is too many for the limit, but only while the state is out of
        // reach.
        let turn = rate.interval().saturating_mul(members).min(rate.per);
        // A call that costs more than the share of the burst waits longer, and is not rejected.
        let burst = (rate.burst / members).max(cost).max(1);
        let due = self.due.max(now).saturating_add(turn.saturating_mul(cost));
        let ready = due.saturating_sub(turn.saturating_mul(burst));
        if ready > now {
            return Some(ready.saturating_sub(now));
        }
        self.due = due;
        None
    }

    /// Gives back turns that another limit made useless.
    pub(crate) fn give_back(&mut self, rate: &Rate, members: u32, cost: u32) {
        let turn = rate.interval().saturating_mul(members).min(rate.per);
        self.due = self.due.saturating_sub(turn.saturating_mul(cost));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate {
        turns: 100,
        per: Duration::from_secs(1),
        burst: 20,
    };

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// Turns that are taken within a time, each as soon as it may be.
    fn taken(rate: &Rate, members: u32, within: Duration) -> u32 {
        let (mut share, mut now, mut taken) = (Share::default(), Duration::ZERO, 0);
        while now < within {
            match share.take(rate, members, 1, now) {
                None => taken += 1,
                Some(wait) => now += wait,
            }
        }
        taken
    }

    #[test]
    fn a_member_has_its_share_of_rate_and_burst() {
        assert_eq!(taken(&RATE, 1, ms(10_000)), 20 + 999);
        assert_eq!(taken(&RATE, 8, ms(10_000)), 2 + 124);
        // At least 1 of both.
        assert_eq!(taken(&RATE, 1_000, ms(10_000)), 1 + 9);
    }

    #[test]
    fn a_call_that_costs_more_than_the_share_of_the_burst_waits_longer() {
        let mut share = Share::default();
        assert_eq!(share.take(&RATE, 10, 15, ms(0)), None);
        assert_eq!(share.take(&RATE, 10, 15, ms(0)), Some(ms(1_500)));
        assert_eq!(share.take(&RATE, 10, 15, ms(1_500)), None);
        share.give_back(&RATE, 10, 15);
        assert_eq!(share.take(&RATE, 10, 15, ms(1_500)), None);
    }

    #[test]
    fn a_smaller_number_of_members_is_believed_once_it_has_lasted() {
        let mut members = Members::default();
        assert_eq!(members.count(5), 5);
        members.note(8, ms(0));
        members.note(1, ms(1_000));
        members.note(3, ms(2_000));
        assert_eq!(members.count(5), 8);
        members.note(2, ms(31_000));
        assert_eq!(members.count(5), 3);
        members.note(9, ms(32_000));
        assert_eq!(members.count(5), 9);
    }
}
