//! The accounts of a shared state in memory. In Redis, scripts do the same.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use crate::guards::fleet::shared_state::{
    BUSY, HORIZON, Lease, LeaseRequest, MEMBERSHIP, PauseRequest,
};

/// The time that is subtracted from the last sign of an idle member, so that it does not count as busy.
const IDLE: Duration = Duration::from_secs(2);
/// The number of entries above which those that are over are removed.
const MANY: usize = 1_024;

/// All accounts of a shared state. Times are measured from a fixed start.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    limits: HashMap<Name, Account>,
    pauses: HashMap<Name, SharedPause>,
}

#[derive(Clone, Copy, Debug)]
struct SharedPause {
    until: Duration,
    /// `true` for a quota that is exhausted: nobody is paced once the pause is over.
    is_exhausted: bool,
}

/// A name within a quota.
type Name = (Arc<str>, Arc<str>);

#[derive(Debug, Default)]
struct Account {
    /// The time at which the next turn is due if turns come evenly, in nanoseconds × turns of the rate, so that no
    /// rate is rounded.
    due: u128,
    /// The members, with the time of their last sign.
    members: HashMap<Arc<str>, Duration>,
    /// The same, the oldest first, so that no request has to look at all of them.
    heard: BTreeSet<(Duration, Arc<str>)>,
    /// The time until which turns are taken.
    taken_until: Duration,
}

impl Ledger {
    /// Leases turns.
    pub(crate) fn lease(&mut self, request: &LeaseRequest, now: Duration) -> Lease {
        let pause = request.pause.as_ref();
        let pause = pause.and_then(|name| self.paused(&request.quota, name, now));
        let name = (Arc::clone(&request.quota), Arc::clone(&request.limit));
        let account = self.limits.entry(name).or_default();
        let (members, busy) = account.meet(request, now);
        let mut lease = match pause {
            None if request.want > 0 => account.grant(request, now),
            _ => Lease::default(),
        };
        (lease.members, lease.busy) = (members, busy);
        lease.paused = pause.map(|pause| pause.until.saturating_sub(now));
        lease.exhausted = pause.is_some_and(|pause| pause.is_exhausted);
        self.forget(now);
        lease
    }

    /// Begins a pause, or moves its end.
    pub(crate) fn pause(&mut self, request: &PauseRequest, now: Duration) {
        let name = (Arc::clone(&request.quota), Arc::clone(&request.pause));
        let until = now.saturating_add(request.left);
        let running = self.pauses.get_mut(&name).filter(|pause| pause.until > now);
        if let Some(pause) = running {
            pause.until = pause.until.max(until);
        } else {
            let is_exhausted = request.exhausted;
            let pause = SharedPause {
                until,
                is_exhausted,
            };
            self.pauses.insert(name, pause);
        }
    }

    fn paused(&self, quota: &Arc<str>, name: &Arc<str>, now: Duration) -> Option<SharedPause> {
        let pause = self.pauses.get(&(Arc::clone(quota), Arc::clone(name)))?;
        (pause.until > now).then_some(*pause)
    }

    /// Removes entries that are over, if there are many entries.
    fn forget(&mut self, now: Duration) {
        if self.pauses.len() > MANY {
            self.pauses.retain(|_, pause| pause.until > now);
        }
        if self.limits.len() > MANY {
            self.limits.retain(|_, account| !account.is_over(now));
        }
    }
}

impl Account {
    /// Tells whether it holds nothing worth keeping: its members are gone, and so are the turns they took.
    fn is_over(&self, now: Duration) -> bool {
        let last = self.heard.last().map(|(heard, _)| *heard);
        let is_left = last.is_none_or(|last| last.saturating_add(MEMBERSHIP) < now);
        is_left && self.taken_until <= now
    }

    /// Notes the member that asks, and counts all members and the busy ones.
    fn meet(&mut self, request: &LeaseRequest, now: Duration) -> (u32, u32) {
        let before = self.members.get(&request.member).copied();
        // An idle member only shows that it is there, and not that it is busy.
        let heard = if request.want > 0 {
            now
        } else {
            let idle = now.saturating_sub(IDLE);
            before.map_or(idle, |before| idle.max(before))
        };
        let member = || Arc::clone(&request.member);
        if let Some(before) = before {
            self.heard.remove(&(before, member()));
        }
        self.members.insert(member(), heard);
        self.heard.insert((heard, member()));
        while let Some((oldest, _)) = self.heard.first()
            && oldest.saturating_add(MEMBERSHIP) < now
            && let Some((_, member)) = self.heard.pop_first()
        {
            self.members.remove(&member);
        }
        let since = (now.saturating_sub(BUSY), Arc::from(""));
        let busy = self.heard.range(since..).count();
        let count = |members: usize| u32::try_from(members).unwrap_or(u32::MAX);
        (count(self.members.len()), count(busy))
    }

    fn grant(&mut self, request: &LeaseRequest, now: Duration) -> Lease {
        let (turns, turn) = (
            u128::from(request.turns.max(1)),
            request.per.as_nanos().max(1),
        );
        // A unit is a nanosecond divided by the turns of the rate. So a turn takes `per` in nanoseconds
        // of such units, a whole number. The interval of 3 turns a second is not whole in nanoseconds.
        let units = |time: Duration| time.as_nanos() * turns;
        // Rounded up: no turn is taken before it is due.
        let time = |units: u128| {
            let nanos = units.div_ceil(turns);
            Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
        };
        let burst = u128::from(request.burst) * turn;
        // The generic cell rate algorithm: `due` runs ahead of now by the turns granted. It may run ahead
        // by the burst and by the horizon of leases.
        let ahead = self.due.saturating_sub(units(now));
        let fits =
            |room: u128| u32::try_from(room.saturating_sub(ahead) / turn).unwrap_or(u32::MAX);
        let granted = fits(burst + units(HORIZON)).min(request.want);
        // The time until so many turns are due.
        let until = |count: u32| time((ahead + u128::from(count) * turn).saturating_sub(burst));
        // A refusal changes nothing, so it can be repeated at no cost to others.
        if granted == 0 || granted < request.least {
            return Lease {
                after: until(request.least.max(1)),
                ..Lease::default()
            };
        }
        let at_once = fits(burst).min(granted);
        let taken = ahead + u128::from(granted) * turn;
        self.due = units(now) + taken;
        self.taken_until = now.saturating_add(time(taken));
        Lease {
            granted,
            at_once,
            after: until(at_once.saturating_add(1)),
            ..Lease::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    /// 100 turns a second, 20 at once.
    fn request(member: &str, want: u32, least: u32) -> LeaseRequest {
        LeaseRequest {
            quota: "q".into(),
            limit: "l".into(),
            pause: Some("p".into()),
            member: member.into(),
            turns: 100,
            per: ms(1_000),
            burst: 20,
            want,
            least,
        }
    }

    fn parts(lease: Lease) -> (u32, u32, Duration) {
        (lease.granted, lease.at_once, lease.after)
    }

    #[test]
    fn the_burst_is_granted_at_once_and_then_what_is_due_within_the_horizon() {
        let mut ledger = Ledger::default();
        let mut ask = |want, least, now| parts(ledger.lease(&request("a", want, least), now));
        assert_eq!(ask(15, 1, ms(1_000)), (15, 15, ms(0)));
        // Five at once, and those that are due at 10, 20, … 90 ms.
        assert_eq!(ask(50, 1, ms(1_000)), (14, 5, ms(10)));
        assert_eq!(ask(1, 1, ms(1_000)), (0, 0, ms(100)));
        assert_eq!(ask(5, 1, ms(1_030)), (3, 0, ms(70)));
        // Idleness brings the burst back, and no more.
        assert_eq!(ask(50, 1, ms(9_000)), (29, 20, ms(10)));
    }

    #[test]
    fn a_request_for_several_turns_is_granted_whole_or_not_at_all() {
        let mut ledger = Ledger::default();
        let mut ask = |want, least, now| parts(ledger.lease(&request("a", want, least), now));
        assert_eq!(ask(18, 18, ms(0)), (18, 18, ms(0)));
        assert_eq!(ask(18, 18, ms(0)), (0, 0, ms(160)));
        assert_eq!(ask(18, 18, ms(70)), (18, 9, ms(10)));
    }

    #[test]
    fn recent_members_are_counted_and_those_that_asked_for_turns_are_busy() {
        let mut ledger = Ledger::default();
        let mut ask = |member, want, now| {
            let lease = ledger.lease(&request(member, want, want), now);
            (lease.members, lease.busy)
        };
        assert_eq!(ask("a", 1, ms(5_000)), (1, 1));
        assert_eq!(ask("b", 1, ms(5_500)), (2, 2));
        assert_eq!(ask("c", 0, ms(5_600)), (3, 2));
        assert_eq!(ask("c", 0, ms(6_100)), (3, 1));
        assert_eq!(ask("c", 1, ms(36_000)), (1, 1));
    }

    #[test]
    fn accounts_whose_members_are_gone_are_forgotten() {
        let mut ledger = Ledger::default();
        let ask = |ledger: &mut Ledger, limit: usize, now| {
            let limit = limit.to_string().into();
            let request = LeaseRequest {
                limit,
                ..request("a", 1, 1)
            };
            ledger.lease(&request, now);
        };
        for limit in 0..=MANY {
            ask(&mut ledger, limit, ms(0));
        }
        assert_eq!(ledger.limits.len(), MANY + 1);
        ask(&mut ledger, 0, ms(60_000));
        assert_eq!(ledger.limits.len(), 1);
    }

    fn pause(left: Duration, exhausted: bool) -> PauseRequest {
        PauseRequest {
            quota: "q".into(),
            pause: "p".into(),
            left,
            exhausted,
        }
    }

    #[test]
    fn a_pause_stops_all_leases_and_is_never_shortened() {
        let mut ledger = Ledger::default();
        ledger.pause(&pause(ms(500), false), ms(0));
        ledger.pause(&pause(ms(100), true), ms(0));
        let lease = ledger.lease(&request("a", 5, 1), ms(200));
        assert_eq!((lease.granted, lease.paused), (0, Some(ms(300))));
        assert!(!lease.exhausted);
        // Another quota, and a limit that no pause keeps, go on.
        let mut other = request("a", 5, 1);
        other.pause = None;
        assert_eq!(ledger.lease(&other, ms(200)).granted, 5);
        let lease = ledger.lease(&request("a", 5, 1), ms(500));
        assert_eq!((lease.granted, lease.paused), (5, None));
    }

    #[test]
    fn the_reason_of_a_pause_is_reported_until_it_is_over() {
        let mut ledger = Ledger::default();
        let ask = |ledger: &mut Ledger, now| {
            let lease = ledger.lease(&request("a", 5, 1), now);
            (lease.paused, lease.exhausted)
        };
        ledger.pause(&pause(ms(500), true), ms(0));
        ledger.pause(&pause(ms(600), false), ms(0));
        assert_eq!(ask(&mut ledger, ms(200)), (Some(ms(400)), true));
        assert_eq!(ask(&mut ledger, ms(600)), (None, false));
        ledger.pause(&pause(ms(100), false), ms(600));
        assert_eq!(ask(&mut ledger, ms(600)), (Some(ms(100)), false));
    }
}
