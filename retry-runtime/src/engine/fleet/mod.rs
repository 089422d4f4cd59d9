//! Requests to the state that a fleet shares. Only this folder waits for it.
//!
//! A call waits for a turn here, in the order of arrival, and the head of the queue asks for all calls behind it.
//! `using` performs a bounded use of the state, `pauses` passes on pauses, and `presence` reports a quiet member now and
//! then, so that it is still counted.
//!
//! The accounts in `guards::fleet` decide what happens while the state is out of reach: they are pure and take the time
//! as an argument, so that every rule has a table of tests. This folder adds the clock, the tasks and the timeouts.
//!
//! A call must never fail because of the state, and must never wait for it longer than one use may take.

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
use crate::guards::fleet::{Fleet, FleetScope, LeaseStep, LeasedTurns};
use crate::guards::{Origins, Queue, Rate};
use crate::policy::guard_rules::RateLimitRule;
use crate::telemetry;

/// The shortest sleep, because timers count milliseconds.
const TICK: Duration = Duration::from_millis(1);

/// The part of a place that a fleet shares.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) fleet: Arc<Fleet>,
    pub(crate) scope: Arc<FleetScope>,
    /// The longest pause that the place accepts, if it keeps pauses.
    pub(crate) longest_pause: Option<Duration>,
}

/// The origin of a turn, to which it is given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TurnOf {
    Lease,
    Share,
}

/// The refusal of a turn that does not come in time.
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
        // A look without the queue, which is all that most calls need. It also finds calls that
        // would wait too long and therefore do not wait at all.
        let first = queue.look(|leased, queued| {
            // Calls that wait already come first.
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
            LeaseStep::Taken => return Ok(TurnOf::Lease),
            LeaseStep::Paused(left) if !limits.fits(now, left) => {
                return Err(Refusal::Paused(left));
            }
            LeaseStep::Wait { due, .. } if !limits.fits(now, due) && self.is_in_reach(since) => {
                return Err(Refusal::TooLate(Some(due)));
            }
            _ => {}
        }
        // Dropping the future gives up the place and the turn to ask, so a call that its deadline
        // or its caller cuts off leaves nothing behind.
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
        // tokio's lock is fair, so its waiters are the queue. Only the head asks, for all calls
        // behind it: one use of the state serves them all.
        let _head = queue.head.lock().await;
        loop {
            let now = Instant::now();
            let since = self.fleet.since_begun(now);
            let step = queue.look(|leased, queued| leased.step(rate, turns, queued, since));
            let sleep = match step {
                LeaseStep::Taken => return Ok(TurnOf::Lease),
                LeaseStep::Paused(left) if !limits.fits(now, left) => {
                    return Err(Refusal::Paused(left));
                }
                LeaseStep::Paused(left) => left,
                LeaseStep::Ask { want } if self.ask(clock, index, rate, (want, turns)).await => {
                    continue;
                }
                LeaseStep::Wait { sleep, due } if self.is_in_reach(since) => {
                    if !limits.fits(now, due) {
                        return Err(Refusal::TooLate(Some(due)));
                    }
                    sleep
                }
                step @ (LeaseStep::Ask { .. } | LeaseStep::Wait { .. }) => {
                    match self.alone(queue, rate, turns) {
                        None => return Ok(TurnOf::Share),
                        Some(due) if !limits.fits(Instant::now(), due) => {
                            return Err(Refusal::TooLate(Some(due)));
                        }
                        // The earlier of a turn of the share and the time at which the state can be
                        // asked again.
                        Some(due) => {
                            let asks_in = match step {
                                LeaseStep::Wait { sleep, .. } => sleep,
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

    /// Takes turns of the member's share while the state is out of reach. Returns the wait if there are none.
    fn alone(&self, queue: &Queue<LeasedTurns>, rate: &Rate, turns: u32) -> Option<Duration> {
        let now = self.fleet.since_begun(Instant::now());
        let presumed = self.presumed(queue);
        queue.look(|leased, _| leased.alone(rate, presumed, turns, now))
    }

    /// Gives back turns that are of no use, because another guard refused the attempt.
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

    /// The number of members that a limit assumes while it knows none. It is looked up before the lock is taken, because
    /// other limits may know it.
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

    /// Asks for turns of a limit. Returns whether there was a response.
    ///
    /// The request runs in a task of its own. The call that asks may be dropped meanwhile, by a hedge that does not wait
    /// or by a `wait` that is shorter than a use of the state. The lease is then there for other calls, and the state's
    /// connection is not closed.
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
        // A pause that is over for this member withholds no turns from it, even if it lasts longer
        // for others.
        let keeps_pauses = self.longest_pause.is_some() && !self.is_past_cut();
        let (limit, turns) = (Some((index, rate)), (wanted, needed));
        let request = self.fleet.request(&self.scope, limit, keeps_pauses, turns);
        // A lease counts from here and not from its arrival. The state cannot have granted it
        // earlier, so no member holds a lease longer than `LEASE`.
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
    /// The end by the limit's own `wait`.
    own: Instant,
    /// The end by the `timeout` of the call.
    deadline: Option<Instant>,
}

impl Limits {
    /// The end of the whole wait. `wait` bounds the wait for a turn, and a use of the state has a bound of its own, so
    /// that a call that does not wait can still ask for a turn that is available.
    fn ends(&self) -> Instant {
        earlier(after(self.own, USE), self.deadline)
    }

    /// Tells whether a wait is short enough: it may be as long as `wait`, but must be shorter than the rest of the
    /// `timeout`.
    fn fits(&self, now: Instant, wait: Duration) -> bool {
        let end = after(now, wait);
        end <= self.own && self.deadline.is_none_or(|deadline| end < deadline)
    }
}

/// The shortest time until turns behind others may be taken, if this member had the whole limit.
fn least_wait(rate: &Rate, turns: u32, queued: u64) -> LeaseStep {
    let behind = (u64::from(turns) + queued).saturating_sub(u64::from(rate.burst));
    let behind = u32::try_from(behind).unwrap_or(u32::MAX);
    let due = rate.interval().saturating_mul(behind);
    LeaseStep::Wait { sleep: due, due }
}
