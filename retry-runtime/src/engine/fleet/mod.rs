//! Asking the state that a fleet shares: the one place that waits for it.
//!
//! A call waits for a turn here, in the order of arrival; the head of the queue asks for all behind it. How the
//! state is used is in `using`, what is heard of pauses in `pauses`, and `presence` keeps a quiet member counted.
//!
//! A use of it is bounded, and what happens without it is decided by the accounts in `guards::fleet`. No call
//! fails because of the state, and none waits for it longer than a use may take.

mod pauses;
mod presence;
mod using;

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

use crate::clock::{after, earlier};
use crate::engine::fleet::presence::keep_present;
use crate::engine::fleet::using::{USE, lease};
use crate::engine::turn::{LONGEST, Patience};
use crate::guards::fleet::{Fleet, FleetScope, LeasedTurns, Step};
use crate::guards::{Origins, Queue, Rate};
use crate::policy::guard_rules::RateLimitRule;
use crate::telemetry;

/// The least time that is slept, as timers count milliseconds.
const TICK: Duration = Duration::from_millis(1);

/// The part of a place that a fleet shares, and how it takes what others have heard.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) fleet: Arc<Fleet>,
    pub(crate) scope: Arc<FleetScope>,
    /// Set if the place keeps pauses: the longest that it keeps.
    pub(crate) longest_pause: Option<Duration>,
}

/// The origin of a turn, to which it is given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TurnOf {
    Lease,
    Share,
}

/// A turn that is not to be had in time.
pub(crate) enum Refusal {
    TooLate(Option<Duration>),
    Paused(Duration),
}

impl Shared {
    /// Waits for turns of one limit, in the order of arrival.
    pub(crate) async fn turn(
        &self,
        patience: &Patience<'_>,
        index: usize,
        rule: &RateLimitRule,
        turns: u32,
    ) -> Result<TurnOf, Refusal> {
        let (queue, rate) = (&self.scope.limits[index], Rate::of(rule));
        let now = Instant::now();
        let since = self.fleet.since_begun(now);
        // A look without the queue, which is all that most calls need. It also finds those that
        // need not wait because they would wait too long.
        let first = queue.look(|leased, queued| {
            // Whoever waits comes first.
            let is_next = queued == 0;
            let step = is_next.then(|| leased.step(&rate, turns, u64::from(turns), since));
            step.unwrap_or_else(|| least_wait(&rate, turns, queued))
        });
        let longest = rule.wait.unwrap_or(LONGEST);
        let limits = Limits {
            own: after(now, longest),
            deadline: patience.deadline,
        };
        match first {
            Step::Taken => return Ok(TurnOf::Lease),
            Step::Paused(left) if !limits.fits(now, left) => return Err(Refusal::Paused(left)),
            Step::Wait { due, .. } if !limits.fits(now, due) && self.is_in_reach(since) => {
                return Err(Refusal::TooLate(Some(due)));
            }
            _ => {}
        }
        // Left by dropping it, as everything here: a call that is cut off, by its deadline or by
        // its caller, gives up its place and its turn to ask.
        let _place = queue.join(turns);
        let waiting = self.as_head(patience.clock, index, (&rate, turns), limits);
        let waited = timeout_at(limits.ends(), waiting).await;
        waited.unwrap_or(Err(Refusal::TooLate(None)))
    }

    /// Waits to be the head of the queue, and then for the turns themselves.
    async fn as_head(
        &self,
        clock: &Arc<Origins>,
        index: usize,
        (rate, turns): (&Rate, u32),
        limits: Limits,
    ) -> Result<TurnOf, Refusal> {
        let queue = &self.scope.limits[index];
        // tokio's lock is fair, so its waiters are the queue. The head alone asks, for all who wait
        // behind it: one use of the state serves them all.
        let _head = queue.head.lock().await;
        loop {
            let now = Instant::now();
            let since = self.fleet.since_begun(now);
            let step = queue.look(|leased, queued| leased.step(rate, turns, queued, since));
            let sleep = match step {
                Step::Taken => return Ok(TurnOf::Lease),
                Step::Paused(left) if !limits.fits(now, left) => return Err(Refusal::Paused(left)),
                Step::Paused(left) => left,
                Step::Ask { want } if self.ask(clock, index, rate, (want, turns)).await => continue,
                Step::Wait { sleep, due } if self.is_in_reach(since) => {
                    if !limits.fits(now, due) {
                        return Err(Refusal::TooLate(Some(due)));
                    }
                    sleep
                }
                step @ (Step::Ask { .. } | Step::Wait { .. }) => {
                    match self.alone(queue, rate, turns) {
                        None => return Ok(TurnOf::Share),
                        Some(due) if !limits.fits(Instant::now(), due) => {
                            return Err(Refusal::TooLate(Some(due)));
                        }
                        // Whichever comes first: a turn of the share, or the moment at which the state
                        // may be asked again, and there is something to ask it.
                        Some(due) => {
                            let asks_in = match step {
                                Step::Wait { sleep, .. } => sleep,
                                _ => Duration::ZERO,
                            };
                            due.min(self.out_for().max(asks_in))
                        }
                    }
                }
            };
            sleep_until(after(Instant::now(), sleep.max(TICK))).await;
        }
    }

    /// Takes turns of the member's share, while the state is out of reach.
    fn alone(&self, queue: &Queue<LeasedTurns>, rate: &Rate, turns: u32) -> Option<Duration> {
        let now = self.fleet.since_begun(Instant::now());
        let presumed = self.presumed(queue);
        queue.look(|leased, _| leased.alone(rate, presumed, turns, now))
    }

    /// Gives turns back that another limit made useless.
    pub(crate) fn give_back(&self, index: usize, rate: &Rate, turns: u32, of: TurnOf) {
        let queue = &self.scope.limits[index];
        match of {
            TurnOf::Lease => {
                let now = self.fleet.since_begun(Instant::now());
                queue.look(|leased, _| leased.give_back(turns, now));
            }
            TurnOf::Share => {
                let presumed = self.presumed(queue);
                queue.look(|leased, _| leased.give_back_alone(rate, presumed, turns));
            }
        }
    }

    /// The number of members that a limit counts on if it knows none. Looked up before its lock is taken, as it is the
    /// other limits that may know.
    fn presumed(&self, queue: &Queue<LeasedTurns>) -> u32 {
        let known = queue.look(|leased, _| leased.known_members());
        known.unwrap_or_else(|| self.fleet.presumed())
    }

    fn is_in_reach(&self, now: Duration) -> bool {
        self.fleet
            .availability(|state| state.out_for(now))
            .is_none()
    }

    /// The time until the state is asked again.
    fn out_for(&self) -> Duration {
        let now = self.fleet.since_begun(Instant::now());
        let left = self.fleet.availability(|state| state.out_for(now));
        left.unwrap_or(Duration::ZERO)
    }

    /// Asks for turns of a limit. Tells whether there was a response.
    ///
    /// In a task of its own: what is leased is there for others even if the call that asked is dropped meanwhile, by a
    /// hedge that may not wait or a `wait` that is shorter than the way to the state, and the state's connection is not torn down
    /// for it.
    async fn ask(
        &self,
        clock: &Arc<Origins>,
        index: usize,
        rate: &Rate,
        turns: (u32, u32),
    ) -> bool {
        let (shared, clock, rate) = (self.clone(), Arc::clone(clock), *rate);
        let asking = async move { shared.lease(&clock, index, &rate, turns).await };
        tokio::spawn(asking).await.unwrap_or(false)
    }

    async fn lease(
        &self,
        clock: &Origins,
        index: usize,
        rate: &Rate,
        (wanted, needed): (u32, u32),
    ) -> bool {
        keep_present(&self.fleet);
        let queue = &self.scope.limits[index];
        // What is over for this member keeps no turns from it, however long it lasts for others.
        let keeps_pauses = self.longest_pause.is_some() && !self.is_past_cut();
        let (limit, turns) = (Some((index, rate)), (wanted, needed));
        let request = self.fleet.request(&self.scope, limit, keeps_pauses, turns);
        // A lease counts from here and not from its arrival. The state cannot have begun it
        // earlier, so no member holds one longer than `LEASE`.
        let asked = self.fleet.since_begun(Instant::now());
        let mark = || queue.look(|leased, _| leased.ask(asked));
        let Some(lease) = lease(&self.fleet, &request, mark).await else {
            return false;
        };
        let paused = keeps_pauses.then(|| self.hear(clock, &lease, asked));
        let now = self.fleet.since_begun(Instant::now());
        let members = queue.look(|leased, _| {
            leased.take_lease(&lease, wanted, paused.flatten(), asked, now);
            leased.known_members()
        });
        telemetry::fleet_members(self.fleet.service, members.unwrap_or(lease.members));
        true
    }
}

/// The ends of a wait.
#[derive(Clone, Copy)]
struct Limits {
    /// By the limit's own `wait`.
    own: Instant,
    /// By the `timeout` of the call.
    deadline: Option<Instant>,
}

impl Limits {
    /// The end of everything. `wait` is about a turn, and asking the state has a bound of its own: a turn that is there
    /// may be asked for even by who does not wait.
    fn ends(&self) -> Instant {
        earlier(after(self.own, USE), self.deadline)
    }

    /// Tells whether a wait is begun: one that is as long as `wait` is, one as long as what is left of the
    /// `timeout` is not.
    fn fits(&self, now: Instant, wait: Duration) -> bool {
        let end = after(now, wait);
        end <= self.own && self.deadline.is_none_or(|deadline| end < deadline)
    }
}

/// The least time until so many turns behind others may be taken: as if the whole limit were this member's.
fn least_wait(rate: &Rate, turns: u32, queued: u64) -> Step {
    let behind = (u64::from(turns) + queued).saturating_sub(u64::from(rate.burst));
    let behind = u32::try_from(behind).unwrap_or(u32::MAX);
    let due = rate.interval().saturating_mul(behind);
    Step::Wait { sleep: due, due }
}
