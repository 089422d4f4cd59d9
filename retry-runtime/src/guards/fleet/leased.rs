//! Leased turns of one limit: the turns that a member may spend by itself, and when it asks for more.

use std::time::Duration;

use crate::guards::fleet::share::{Members, Share};
use crate::guards::fleet::shared_state::{HORIZON, LEASE, Lease};
use crate::guards::rate::{Rate, RateLimiter};

/// The pace of requests: two at once, and then one in 91 ms, so at most 12 in any second.
const ASKS: Rate = Rate {
    turns: 1,
    per: Duration::from_millis(91),
    burst: 2,
};

/// Further requests while there is enough for all, which a burst of calls needs until its size is known.
const RESERVE: Rate = Rate {
    turns: 1,
    per: Duration::from_secs(2),
    burst: 6,
};
/// The ratio of the turns that are expected to those that were spent.
const GROWTH: f64 = 1.5;
/// The shortest time that an expectation is based on.
const SHORTEST: Duration = Duration::from_millis(1);

/// The leased turns of one limit. Times are measured from a fixed start.
#[derive(Clone, Debug, Default)]
pub(crate) struct LeasedTurns {
    rate: Option<Rate>,
    held: Held,
    asks: RateLimiter,
    reserve: RateLimiter,
    /// The time at which the turns that were refused would be due.
    refused: Option<Duration>,
    paused_until: Duration,
    asked: Option<Duration>,
    /// The time at which the turns at hand were asked for.
    leased: Option<Duration>,
    /// The turns taken since then.
    taken: u32,
    /// The time at which a call first lacked turns since then.
    short: Option<Duration>,
    /// `true` if the state had fewer turns than were wanted, so that members compete.
    is_scarce: bool,
    members: Members,
    busy: u32,
    share: Share,
}

/// Turns that are at hand.
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    /// The turns that may be taken now.
    at_once: u32,
    /// The turns that are due one after another, the first at `next`.
    spaced: u32,
    next: Duration,
    /// The end of the lease.
    until: Duration,
}

/// The next step of a call that needs turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LeaseStep {
    Taken,
    /// The call sleeps, and expects its turns after `due`.
    Wait {
        sleep: Duration,
        due: Duration,
    },
    /// The call waits for the end of a pause.
    Paused(Duration),
    /// The call asks the state for so many turns.
    Ask {
        want: u32,
    },
}

impl LeasedTurns {
    /// Takes turns, or returns the step that leads to them. Other calls wait for `waiting` turns.
    pub(crate) fn step(
        &mut self,
        rate: &Rate,
        cost: u32,
        waiting: u64,
        now: Duration,
    ) -> LeaseStep {
        self.count_by(rate);
        if let Some(step) = self.held.step(rate, cost, now) {
            if step == LeaseStep::Taken {
                self.taken = self.taken.saturating_add(cost);
            }
            return step;
        }
        self.short.get_or_insert(now);
        if self.paused_until > now {
            return LeaseStep::Paused(self.paused_until.saturating_sub(now));
        }
        let mut rested = self.asks.wait(&ASKS, 1, 0, now);
        if !self.is_scarce {
            rested = rested.min(self.reserve.wait(&RESERVE, 1, 0, now));
        }
        // A turn may be leased `HORIZON` before it is due, so asking earlier makes no sense.
        let refused = self.refused.unwrap_or_default().saturating_sub(now);
        let sleep = refused.saturating_sub(HORIZON).max(rested);
        if sleep.is_zero() {
            let want = self.want(rate, cost, waiting, now);
            return LeaseStep::Ask { want };
        }
        let due = refused.max(sleep);
        LeaseStep::Wait { sleep, due }
    }

    /// The number of turns to ask for. Normally it is the number that is expected to be spent within a lease: half
    /// as many again as up to now, and at least those that calls wait for at this moment. If there is not enough for
    /// all, it is the member's share among the busy ones, if it has spent its last lease before that was over.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 10⁹"
    )]
    fn want(&self, rate: &Rate, cost: u32, waiting: u64, now: Duration) -> u32 {
        let lasted = self.leased.map(|leased| {
            let short = self.short.unwrap_or(now);
            short.saturating_sub(leased).max(SHORTEST)
        });
        let lease = LEASE.as_secs_f64();
        // Nobody can spend more than the whole limit, however fast a burst was.
        let of_all = f64::from(rate.turns) * lease / rate.per.as_secs_f64();
        let spent = lasted.map_or(0.0, |lasted| {
            f64::from(self.taken) * lease / lasted.as_secs_f64()
        });
        let whole = |turns: f64| turns.ceil().min(1e9) as u32;
        let waiting = u32::try_from(waiting).unwrap_or(u32::MAX).min(rate.burst);
        let expected = whole((GROWTH * spent).min(of_all)).max(waiting);
        let share = whole(of_all / f64::from(self.busy.max(1)));
        let is_hungry = lasted.is_some_and(|lasted| lasted <= LEASE);
        let turns = match (self.is_scarce, is_hungry) {
            (false, _) => expected,
            (true, false) => expected.min(share),
            (true, true) => share,
        };
        turns.max(cost)
    }

    /// Notes that the state is being asked.
    pub(crate) fn ask(&mut self, now: Duration) {
        match self.asks.wait(&ASKS, 1, 0, now) {
            // The reserve is drawn upon only for what the steady pace does not allow.
            Duration::ZERO => self.asks.take(&ASKS, 1, now),
            _ => self.reserve.take(&RESERVE, 1, now),
        }
        self.asked = Some(now);
    }

    /// Notes the response to a request made at `asked`. A pause is over after `paused`.
    pub(crate) fn take_lease(
        &mut self,
        lease: &Lease,
        want: u32,
        paused: Option<Duration>,
        asked: Duration,
        now: Duration,
    ) {
        self.members.note(lease.members, now);
        self.busy = lease.busy;
        if let Some(paused) = paused {
            self.paused_until = now.saturating_add(paused);
        }
        if want == 0 || lease.paused.is_some() {
            return;
        }
        self.is_scarce = lease.granted < want || lease.at_once < lease.granted;
        if lease.granted == 0 {
            self.refused = Some(now.saturating_add(lease.after));
            return;
        }
        // A new lease begins a new measurement: of the turns spent, and of how soon a call lacks turns.
        (self.refused, self.leased, self.taken, self.short) = (None, Some(asked), 0, None);
        self.held.settle(now, self.rate.as_ref());
        let rest = self.held.at_once.saturating_add(self.held.spaced);
        let at_once = lease.at_once.min(lease.granted);
        self.held = Held {
            at_once,
            // The turns left over come last, so that none is taken before it is due.
            spaced: (lease.granted - at_once).saturating_add(rest),
            next: now.saturating_add(lease.after),
            until: asked.saturating_add(LEASE),
        };
    }

    /// Takes turns of the member's own share while the state is out of reach, or returns the time until they may be
    /// taken.
    pub(crate) fn alone(
        &mut self,
        rate: &Rate,
        presumed: u32,
        cost: u32,
        now: Duration,
    ) -> Option<Duration> {
        self.share
            .take(rate, self.members.count(presumed), cost, now)
    }

    /// Gives back turns that another limit made useless.
    pub(crate) fn give_back(&mut self, cost: u32, now: Duration) {
        // After the end of the lease they are lost, like all turns that were not spent.
        if now < self.held.until {
            self.held.at_once = self.held.at_once.saturating_add(cost);
        }
    }

    /// Gives back turns of the member's own share.
    pub(crate) fn give_back_alone(&mut self, rate: &Rate, presumed: u32, cost: u32) {
        let members = self.members.count(presumed);
        self.share.give_back(rate, members, cost);
    }

    /// The rate whose turns were last asked for, if that was at least `time` ago.
    pub(crate) fn idle(&self, time: Duration, now: Duration) -> Option<Rate> {
        let asked = self.asked?;
        self.rate.filter(|_| now.saturating_sub(asked) >= time)
    }

    /// The number of members that share the limit, if the state has reported it.
    pub(crate) fn known_members(&self) -> Option<u32> {
        self.members.known()
    }

    /// Starts afresh if settings have changed the rate, which makes it another limit.
    fn count_by(&mut self, rate: &Rate) {
        if self.rate != Some(*rate) {
            *self = Self {
                rate: Some(*rate),
                ..Self::default()
            };
        }
    }
}

impl Held {
    /// Takes turns that are at hand, or returns the wait for them; `None` if there are too few.
    fn step(&mut self, rate: &Rate, cost: u32, now: Duration) -> Option<LeaseStep> {
        self.settle(now, Some(rate));
        if cost <= self.at_once {
            self.at_once -= cost;
            return Some(LeaseStep::Taken);
        }
        // All turns are taken together, when the last of them is due.
        let further = cost - self.at_once;
        if further > self.spaced {
            return None;
        }
        let last = rate.interval().saturating_mul(further - 1);
        let due = self.next.saturating_add(last);
        // The lease is over by then.
        if due >= self.until {
            return None;
        }
        let sleep = due.saturating_sub(now);
        Some(LeaseStep::Wait { sleep, due: sleep })
    }

    /// Makes turns that are due ready to be taken, and ends a lease that is over.
    fn settle(&mut self, now: Duration, rate: Option<&Rate>) {
        if now >= self.until {
            *self = Self::default();
        }
        let Some(rate) = rate.filter(|_| self.spaced > 0 && self.next <= now) else {
            return;
        };
        // The interval of 10⁹ turns in less than a second is too short for a `Duration`.
        let turn = rate.interval().max(Duration::from_nanos(1));
        let due = (now.saturating_sub(self.next)).as_nanos() / turn.as_nanos() + 1;
        let due = u32::try_from(due).unwrap_or(u32::MAX).min(self.spaced);
        self.at_once = self.at_once.saturating_add(due);
        self.spaced -= due;
        self.next = self.next.saturating_add(turn.saturating_mul(due));
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

    fn lease(granted: u32, at_once: u32, after: Duration) -> Lease {
        Lease {
            granted,
            at_once,
            after,
            members: 8,
            busy: 8,
            paused: None,
            exhausted: false,
        }
    }

    fn take(turns: &mut LeasedTurns, lease: Lease, want: u32, at: Duration) {
        turns.ask(at);
        turns.take_lease(&lease, want, lease.paused, at, at);
    }

    #[test]
    fn a_lease_is_spent_without_asking_and_is_over_after_100_ms() {
        let mut turns = LeasedTurns::default();
        assert_eq!(turns.step(&RATE, 1, 1, ms(0)), LeaseStep::Ask { want: 1 });
        take(&mut turns, lease(5, 3, ms(10)), 5, ms(0));
        for _ in 0..3 {
            assert_eq!(turns.step(&RATE, 1, 1, ms(0)), LeaseStep::Taken);
        }
        let wait = |millis| LeaseStep::Wait {
            sleep: ms(millis),
            due: ms(millis),
        };
        assert_eq!(turns.step(&RATE, 1, 1, ms(0)), wait(10));
        assert_eq!(turns.step(&RATE, 2, 1, ms(0)), wait(20));
        assert_eq!(turns.step(&RATE, 1, 1, ms(10)), LeaseStep::Taken);
        // The last one is not asked for in time.
        assert!(matches!(
            turns.step(&RATE, 1, 1, ms(100)),
            LeaseStep::Ask { .. }
        ));
    }

    #[test]
    fn a_member_asks_at_most_twelve_times_in_any_second() {
        let mut turns = LeasedTurns::default();
        let (mut now, mut asked) = (ms(0), Vec::new());
        while now < ms(10_000) {
            match turns.step(&RATE, 1, 1, now) {
                LeaseStep::Ask { want } => {
                    asked.push(now);
                    take(&mut turns, lease(0, 0, ms(1)), want, now);
                }
                LeaseStep::Wait { sleep, .. } => now += sleep,
                other => panic!("{other:?}"),
            }
        }
        assert!(asked.len() >= 100, "{}", asked.len());
        for (at, first) in asked.iter().enumerate() {
            let within = asked[at..]
                .iter()
                .filter(|time| **time < *first + ms(1_000));
            assert!(within.count() <= 12);
        }
    }

    #[test]
    fn a_member_asks_for_the_turns_it_spends_and_those_that_calls_wait_for() {
        let mut turns = LeasedTurns::default();
        assert_eq!(turns.step(&RATE, 1, 7, ms(0)), LeaseStep::Ask { want: 7 });
        take(&mut turns, lease(7, 7, ms(0)), 7, ms(0));
        for _ in 0..7 {
            assert_eq!(turns.step(&RATE, 1, 1, ms(0)), LeaseStep::Taken);
        }
        // Seven in 100 ms, and half as many again; never more than 100 ms of the whole rate.
        assert_eq!(
            turns.clone().step(&RATE, 1, 1, ms(100)),
            LeaseStep::Ask { want: 10 }
        );
        assert_eq!(
            turns.clone().step(&RATE, 1, 1, ms(200)),
            LeaseStep::Ask { want: 6 }
        );
        assert_eq!(
            turns.step(&RATE, 1, 1, ms(5_000)),
            LeaseStep::Ask { want: 1 }
        );
    }

    #[test]
    fn a_member_asks_for_its_share_if_there_is_not_enough() {
        let mut turns = LeasedTurns::default();
        assert_eq!(turns.step(&RATE, 1, 15, ms(0)), LeaseStep::Ask { want: 15 });
        take(&mut turns, lease(9, 0, ms(10)), 15, ms(0));
        // Ten in 100 ms for all eight.
        let LeaseStep::Wait { sleep, .. } = turns.step(&RATE, 1, 15, ms(0)) else {
            panic!("there are turns");
        };
        assert_eq!(sleep, ms(10));
        assert_eq!(
            turns.clone().step(&RATE, 1, 15, ms(100)),
            LeaseStep::Ask { want: 2 }
        );
        // What costs more is asked for whole.
        assert_eq!(
            turns.step(&RATE, 12, 15, ms(100)),
            LeaseStep::Ask { want: 12 }
        );
    }

    #[test]
    fn refused_turns_are_asked_for_again_when_they_may_be_leased() {
        let mut turns = LeasedTurns::default();
        let _ = turns.step(&RATE, 1, 1, ms(0));
        take(&mut turns, lease(0, 0, ms(300)), 1, ms(0));
        let wait = LeaseStep::Wait {
            sleep: ms(210),
            due: ms(300),
        };
        assert_eq!(turns.step(&RATE, 1, 1, ms(0)), wait);
        assert_eq!(turns.step(&RATE, 1, 1, ms(210)), LeaseStep::Ask { want: 1 });
    }

    #[test]
    fn a_pause_is_observed_without_asking() {
        let mut turns = LeasedTurns::default();
        let _ = turns.step(&RATE, 1, 1, ms(0));
        let mut paused = lease(0, 0, ms(0));
        paused.paused = Some(ms(700));
        take(&mut turns, paused, 1, ms(0));
        assert_eq!(turns.step(&RATE, 1, 1, ms(100)), LeaseStep::Paused(ms(600)));
        assert!(matches!(
            turns.step(&RATE, 1, 1, ms(700)),
            LeaseStep::Ask { .. }
        ));
    }

    #[test]
    fn turns_that_are_given_back_can_be_taken_while_the_lease_lasts() {
        let mut turns = LeasedTurns::default();
        let _ = turns.step(&RATE, 1, 1, ms(0));
        take(&mut turns, lease(1, 1, ms(0)), 1, ms(0));
        assert_eq!(turns.step(&RATE, 1, 1, ms(0)), LeaseStep::Taken);
        turns.give_back(1, ms(50));
        assert_eq!(turns.step(&RATE, 1, 1, ms(60)), LeaseStep::Taken);
        turns.give_back(1, ms(100));
        assert!(matches!(
            turns.step(&RATE, 1, 1, ms(100)),
            LeaseStep::Ask { .. }
        ));
    }
}
