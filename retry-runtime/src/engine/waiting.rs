//! The waits before an attempt: for the turns of its limits, for the end of a pause, for a permit to be in flight.

use std::mem;
use std::time::Duration;

use tokio::time::Instant;

use crate::engine::call_state::CallState;
use crate::engine::fleet::{Refusal, Shared, TurnOf};
use crate::engine::places::Guarded;
use crate::engine::turn::{Patience, TooLate};
use crate::error::{Failure, Guard};
use crate::guards::{Follower, Permit, Queue, Rate, RateLimiter};
use crate::policy::guard_rules::{FollowRule, RateLimitRule};
use crate::telemetry;

/// Turns that were taken. Dropping them gives them back.
pub(crate) enum Taken<'a> {
    Own(&'a Queue<RateLimiter>, Rate, u32),
    Fleet(&'a Shared, usize, (Rate, u32), TurnOf),
    /// A turn at the pace after a pause, and the time at which it was taken.
    Pace(&'a Queue<Follower>, Duration),
}

impl Taken<'_> {
    /// Uses the turns up for an attempt that begins at that time.
    pub(crate) fn spend(self, now: Duration) {
        if let Self::Pace(queue, _) = &self {
            queue.look(|follower, _| follower.begin(now));
        }
        // It holds only references, so nothing leaks. It is forgotten so that the turns are not
        // given back.
        mem::forget(self);
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        match self {
            Self::Own(queue, rate, turns) => {
                queue.look(|limiter, _| limiter.give_back(rate, *turns));
            }
            Self::Fleet(shared, index, (rate, turns), of) => {
                shared.give_back(*index, rate, *turns, *of);
            }
            Self::Pace(queue, taken) => queue.look(|follower, _| follower.give_back(*taken)),
        }
    }
}

impl CallState<'_> {
    /// Takes the turns of all limits, once the pauses are over.
    ///
    /// The pauses of all places come first. Turns that were taken while one lasts would all be used at its end at
    /// once, whatever the limits say.
    pub(crate) async fn wait_for_turns<'b>(
        &self,
        places: &'b [Guarded],
    ) -> Result<Vec<Taken<'b>>, Box<Failure>> {
        let mut taken = Vec::new();
        for place in places {
            if let Some(rule) = &place.follow {
                taken.push(self.behind_pause(place, rule).await?);
            }
        }
        for place in places {
            for (index, rule) in place.limits.iter().enumerate() {
                if let Some(rule) = rule {
                    let turns = self.take_turns(place, index, rule);
                    taken.extend(self.timed(Guard::RateLimit, turns).await?);
                }
            }
            // Behind the turns, as leasing them brings the word of a pause along.
            if let (Some(_), Some(shared)) = (&place.follow, &place.shared) {
                shared.look_for_pause(&self.patience()).await;
            }
        }
        Ok(taken)
    }

    /// Tells whether a pause has begun, so that what was taken before it is of no use.
    pub(crate) fn is_paused(&self, places: &[Guarded]) -> bool {
        let now = self.call.core.guards.origins.since_begun(Instant::now());
        let mut follows = places.iter().filter(|place| place.follow.is_some());
        follows.any(|place| {
            let follower = &place.scope.follower;
            follower.look(|follower, _| follower.paused_for(now).is_some())
        })
    }

    /// Waits until the pause of a place is over, and for a turn at the pace behind it.
    async fn behind_pause<'b>(
        &self,
        place: &'b Guarded,
        rule: &FollowRule,
    ) -> Result<Taken<'b>, Box<Failure>> {
        let follower = &place.scope.follower;
        self.tell_pause(place);
        let by = if follower.look(|follower, _| follower.is_paused()) {
            Guard::Pause
        } else {
            Guard::RateLimit
        };
        let waited = self.timed(by, self.wait_out_pause(follower, rule)).await;
        self.tell_pause(place);
        waited
    }

    /// Waits for the permits of an attempt in flight.
    pub(crate) async fn wait_for_permits(
        &self,
        places: &[Guarded],
    ) -> Result<Vec<Permit>, Box<Failure>> {
        let mut permits = Vec::new();
        for place in places {
            let Some(rule) = &place.concurrency else {
                continue;
            };
            let in_flight = &place.scope.in_flight;
            let patience = self.patience();
            let permit = patience.permit(in_flight, rule.at_most, rule.wait);
            let Some(permit) = self.timed(Guard::Concurrency, permit).await else {
                let detail = format!("{} in flight", in_flight.count());
                return Err(Failure::held_back(Guard::Concurrency, None, detail));
            };
            permits.push(permit);
        }
        Ok(permits)
    }

    /// Takes the turns of one limit.
    async fn take_turns<'b>(
        &self,
        place: &'b Guarded,
        index: usize,
        rule: &RateLimitRule,
    ) -> Result<Option<Taken<'b>>, Box<Failure>> {
        let turns = match (rule.is_weighed, self.call.spec.extras().cost) {
            (false, _) => 1,
            (true, None | Some(0)) => return Ok(None),
            (true, Some(cost)) => cost,
        };
        let rate = Rate::of(rule);
        // It would wait for ever. Const evaluation cannot check a cost that only the caller knows.
        if turns > rate.burst {
            let message = format!(
                "it costs {turns}, and its rate limit lets no more than {} go at once",
                rate.burst
            );
            return Err(Failure::build(message));
        }
        let patience = self.patience();
        if let Some(shared) = &place.shared {
            let turn = shared.turn(&patience, index, rule, turns).await;
            return match turn {
                Ok(of) => Ok(Some(Taken::Fleet(shared, index, (rate, turns), of))),
                Err(Refusal::TooLate(after)) => Err(held_back(Guard::RateLimit, after)),
                Err(Refusal::Paused(left)) => Err(held_back(Guard::Pause, Some(left))),
            };
        }
        let queue = &place.scope.limits[index];
        let turn = patience.turn(
            queue,
            turns,
            rule.wait,
            |limiter, ahead, now| limiter.wait(&rate, turns, ahead, now),
            |limiter, now| limiter.take(&rate, turns, now),
        );
        match turn.await {
            Ok(_) => Ok(Some(Taken::Own(queue, rate, turns))),
            Err(TooLate(after)) => Err(held_back(Guard::RateLimit, after)),
        }
    }

    /// Waits until a pause is over, and for a turn at the pace behind it.
    async fn wait_out_pause<'b>(
        &self,
        queue: &'b Queue<Follower>,
        rule: &FollowRule,
    ) -> Result<Taken<'b>, Box<Failure>> {
        let patience = self.patience();
        let turn = patience.turn(queue, 1, rule.wait, Follower::wait, Follower::take);
        let taken = turn.await.map(|taken| Taken::Pace(queue, taken));
        taken.map_err(|TooLate(after)| {
            let now = patience.clock.since_begun(Instant::now());
            let pause = queue.look(|follower, _| follower.paused_for(now));
            match pause {
                Some(pause) => held_back(Guard::Pause, after.or(Some(pause))),
                None => held_back(Guard::RateLimit, after),
            }
        })
    }

    /// Measures a wait for a guard.
    async fn timed<T>(&self, by: Guard, waiting: impl Future<Output = T>) -> T {
        let begun = Instant::now();
        let end = waiting.await;
        let held = begun.elapsed();
        // Timers count milliseconds, so anything shorter was not a wait.
        if held >= Duration::from_millis(1) {
            telemetry::held(self.call.spec.endpoint, by, held);
        }
        end
    }

    /// Reports a pause that has begun or ended.
    pub(crate) fn tell_pause(&self, place: &Guarded) {
        let now = self.call.core.guards.origins.since_begun(Instant::now());
        let change = place
            .scope
            .follower
            .look(|follower, _| follower.take_change(now));
        if let Some(kind) = change {
            self.tell_change(place.method, kind);
        }
    }

    fn patience(&self) -> Patience<'_> {
        Patience {
            clock: &self.call.core.guards.origins,
            deadline: self.deadline,
        }
    }
}

fn held_back(by: Guard, after: Option<Duration>) -> Box<Failure> {
    let detail = match (by, after) {
        (Guard::Pause, Some(after)) => {
            format!("paused by the server for {:.1} s", after.as_secs_f64())
        }
        (_, Some(after)) => format!(
            "rate limit reached, next turn in {:.1} s",
            after.as_secs_f64()
        ),
        (_, None) => "rate limit reached".to_owned(),
    };
    Failure::held_back(by, after, detail)
}
