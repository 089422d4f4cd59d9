//! Growth of a fleet: the numbers of `docs/scale.md` for any number of members, from the accounts alone. Up to a
//! thousand real clients in virtual time are in `tests/it/guards/fleet_at_scale.rs`.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;
use std::time::Duration;

use crate::guards::fleet::leased::{LeaseStep, LeasedTurns};
use crate::guards::fleet::ledger::Ledger;
use crate::guards::fleet::shared_state::LeaseRequest;
use crate::guards::rate::Rate;

/// The time after which an idle member reports that it is there.
const PRESENCE: Duration = Duration::from_secs(10);
/// The least time that is slept, as timers count milliseconds.
const TICK: Duration = Duration::from_millis(1);

/// Members of one quota, of which the first are busy: they call one after another, as many as there are turns for.
#[derive(Clone, Copy)]
struct Simulation {
    members: usize,
    busy: usize,
    rate: Rate,
}

/// Their figures over a time.
struct Totals {
    sent: u32,
    uses: u32,
    /// The members that the state counted at the end.
    counted: u32,
}

impl Simulation {
    fn run(self, time: Duration) -> Totals {
        let mut totals = Totals {
            sent: 0,
            uses: 0,
            counted: 0,
        };
        let (mut ledger, mut events) = (Ledger::default(), BinaryHeap::new());
        let mut turns = vec![LeasedTurns::default(); self.busy];
        let names: Vec<Arc<str>> = (0..self.members)
            .map(|member| member.to_string().into())
            .collect();
        // All are heard of in the first ten seconds, and the busy ones begin when they are over.
        for member in 0..self.members {
            let phase = u32::try_from(member).unwrap();
            let at = PRESENCE * phase / u32::try_from(self.members).unwrap();
            events.push(Reverse((at, member)));
        }
        let ends = PRESENCE + time;
        while let Some(Reverse((now, member))) = events.pop()
            && now < ends
        {
            let ask = |ledger: &mut Ledger, want| {
                let request = self.request(Arc::clone(&names[member]), want);
                ledger.lease(&request, now)
            };
            let Some(turns) = turns.get_mut(member).filter(|_| now >= PRESENCE) else {
                totals.counted = ask(&mut ledger, 0).members;
                totals.uses += u32::from(now >= PRESENCE);
                events.push(Reverse((now + PRESENCE, member)));
                continue;
            };
            loop {
                match turns.step(&self.rate, 1, 1, now) {
                    LeaseStep::Taken => totals.sent += 1,
                    LeaseStep::Wait { sleep, .. } | LeaseStep::Paused(sleep) => {
                        events.push(Reverse((now + sleep.max(TICK), member)));
                        break;
                    }
                    LeaseStep::Ask { want } => {
                        totals.uses += 1;
                        let lease = ask(&mut ledger, want);
                        totals.counted = lease.members;
                        turns.ask(now);
                        turns.take_lease(&lease, want, None, now, now);
                    }
                }
            }
        }
        totals
    }

    fn request(self, member: Arc<str>, want: u32) -> LeaseRequest {
        LeaseRequest {
            quota: "q".into(),
            limit: "l".into(),
            pause: None,
            member,
            turns: self.rate.turns,
            per: self.rate.per,
            burst: self.rate.burst,
            want,
            least: want.min(1),
        }
    }
}

/// Simulates a fleet, and compares the totals with the promises.
fn check(members: usize, busy: usize, turns: u32, seconds: u32) {
    let rate = Rate {
        turns,
        per: Duration::from_secs(1),
        burst: turns / 10,
    };
    let simulation = Simulation {
        members,
        busy,
        rate,
    };
    let totals = simulation.run(Duration::from_secs(u64::from(seconds)));
    let exact = f64::from(turns * seconds + rate.burst);
    let (sent, uses) = (
        f64::from(totals.sent),
        f64::from(totals.uses) / f64::from(seconds),
    );
    println!("| {members} | {busy} | {turns} | {sent} of {exact} | {uses:.0} |");
    assert!(sent <= exact && sent >= 0.98 * exact, "{sent} of {exact}");
    #[expect(clippy::cast_precision_loss, reason = "a hundred thousand at most")]
    let most = 12.0 * busy as f64 + 0.1 * (members - busy) as f64 + 1.0;
    assert!(uses <= most, "{uses} uses a second, at most {most}");
    assert_eq!(totals.counted as usize, members);
}

#[test]
fn ten_and_a_thousand_members() {
    check(10, 1, 1_000, 10);
    check(10, 10, 1_000, 10);
    check(1_000, 20, 1_000, 10);
}

#[test]
#[ignore = "half a minute; prints the table of `docs/scale.md`"]
fn a_hundred_thousand_members() {
    check(100_000, 100, 1_000, 10);
    check(100_000, 1_000, 1_000, 10);
    // One of ten shards of a quota.
    check(10_000, 100, 100, 10);
}
