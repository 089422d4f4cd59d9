//! An attempt that declared guards have to let go first.
//!
//! Boxed as a whole, so that calls without guards have no room for it. All waiting is before the
//! attempt begins: its `attempt_timeout` does not run yet, the `timeout` of the call does.
//!
//! The order is from cheap to dear, and from what may be taken back to what may not:
//!
//! ```text
//! circuit   a look, so that a call that would be refused waits for nothing
//! turns     of the method's limits and its pause, then of the trait's; given back if what follows says no
//! permits   places among those in flight, held until the attempt is over
//! circuit   entered for good: it may have opened while the others were waited for
//! ```

use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use http::StatusCode;
use tokio::time::Instant;

use crate::clock;
use crate::decide::{QuotaWord, quota_word};
use crate::decode::ResponseSink;
use crate::engine::attempt::AttemptFuture;
use crate::engine::call_state::CallState;
use crate::engine::circuit::{Entered, result_of};
use crate::engine::exchange::FailedAttempt;
use crate::engine::fleet::{Refusal, Shared, TurnOf};
use crate::engine::flight::Flight;
use crate::engine::listening::Listening;
use crate::engine::places::{Guarded, circuits};
use crate::engine::turn::{Patience, TooLate};
use crate::error::{Failure, Guard};
use crate::guards::{Follower, Permit, Queue, Rate, RateLimiter};
use crate::policy::guard_rules::{FollowRule, RateLimitRule};
use crate::policy::hooks::GuardChangeKind;
use crate::telemetry;

/// Turns of a rate limit that were taken. They are given back unless the attempt is made.
struct Taken<'a> {
    from: Source<'a>,
    rate: Rate,
    turns: u32,
}

/// The turns, permits and places in circuits with which guards have let an attempt go.
pub(crate) struct Admitted<'a> {
    circuits: Vec<Entered<'a>>,
    turns: Vec<Taken<'a>>,
    _permits: Vec<Permit<'a>>,
}

/// Whose turns were taken.
enum Source<'a> {
    Own(&'a Queue<RateLimiter>),
    Fleet(&'a Shared, usize, TurnOf),
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let (rate, turns) = (&self.rate, self.turns);
        match self.from {
            Source::Own(queue) => queue.look(|limiter, _| limiter.give_back(rate, turns)),
            Source::Fleet(shared, index, of) => shared.give_back(index, rate, turns, of),
        }
    }
}

impl CallState<'_> {
    /// An attempt, once its guards have let it go: it begins, and ends, later by the time that they take.
    /// A hop of a redirect is part of an attempt that they have let go.
    pub(crate) fn in_turn<'b>(
        &'b mut self,
        begun: &'b mut Instant,
        ends: &'b mut Instant,
        sink: &'b mut dyn ResponseSink,
    ) -> AttemptFuture<'b> {
        if self.hop.is_some() || !self.policy().is_guarded() {
            return self.attempt(self.flight(), *begun, *ends, sink);
        }
        match self.hedge(sink.body_mode()) {
            Some(rule) => Box::pin(self.hedged(rule, begun, ends, sink)),
            None => Box::pin(self.guarded(begun, ends, sink)),
        }
    }

    async fn guarded(
        &self,
        begun: &mut Instant,
        ends: &mut Instant,
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let places = self.places();
        let admitted = self.admitted(&places).await?;
        (*begun, *ends) = self.admitted_bounds(*begun);
        let bounds = (*begun, *ends);
        self.let_go(self.flight(), &places, admitted, bounds, sink)
            .await
    }

    /// Waits until all guards let an attempt go.
    pub(crate) async fn admitted<'b>(
        &'b self,
        places: &'b [Guarded],
    ) -> Result<Admitted<'b>, Box<Failure>> {
        for (place, rule) in circuits(places) {
            self.look_at_circuit(&place.scope, rule)?;
        }
        let turns = self.wait_for_turns(places).await?;
        let permits = self.wait_for_permits(places).await?;
        let circuits: Result<_, _> = circuits(places)
            .map(|(place, rule)| self.enter_circuit(place, rule))
            .collect();
        Ok(Admitted {
            circuits: circuits?,
            turns,
            _permits: permits,
        })
    }

    /// Bounds of an attempt that guards have let go, and that asked them so long ago.
    pub(crate) fn admitted_bounds(&self, asked: Instant) -> (Instant, Instant) {
        let now = Instant::now();
        let waited = now.duration_since(asked).as_millis();
        let waited = u32::try_from(waited).unwrap_or(u32::MAX);
        self.waited.store(waited, Relaxed);
        self.bounds(now)
    }

    /// An attempt that its guards have let go. They are told what comes of it.
    pub(crate) async fn let_go(
        &self,
        flight: Flight<'_>,
        places: &[Guarded],
        admitted: Admitted<'_>,
        (begun, ends): (Instant, Instant),
        sink: &mut dyn ResponseSink,
    ) -> Result<StatusCode, Box<FailedAttempt>> {
        let Admitted {
            mut circuits,
            turns,
            _permits,
        } = admitted;
        // From here on they are spent.
        // They hold references alone, so nothing leaks; what is forgotten is the giving back.
        turns.into_iter().for_each(std::mem::forget);
        let follows = places.iter().any(|place| place.follow.is_some());
        let mut sink = Listening::new(sink, follows, self.policy().retry_after_limit());
        let attempt = self.attempt(flight, begun, ends, &mut sink).await;
        self.hear(places, begun, sink.heard, &attempt);
        let result = result_of(&attempt);
        for entered in &mut circuits {
            entered.result = result;
        }
        attempt
    }

    async fn wait_for_turns<'b>(
        &self,
        places: &'b [Guarded],
    ) -> Result<Vec<Taken<'b>>, Box<Failure>> {
        let mut taken = Vec::new();
        for place in places {
            for (index, rule) in place.limits.iter().enumerate() {
                if let Some(rule) = rule {
                    let turns = self.take_turns(place, index, rule);
                    taken.extend(self.timed(Guard::RateLimit, turns).await?);
                }
            }
            if let Some(rule) = &place.follow {
                if let Some(shared) = &place.shared {
                    shared.look_for_pause(&self.patience()).await;
                }
                let follower = &place.scope.follower;
                self.tell_pause(place);
                let by = match follower.look(|follower, _| follower.is_paused()) {
                    true => Guard::Pause,
                    false => Guard::RateLimit,
                };
                let waited = self.timed(by, self.wait_out_pause(follower, rule)).await;
                self.tell_pause(place);
                waited?;
            }
        }
        Ok(taken)
    }

    /// Waits until the attempt may be in flight beside the others.
    async fn wait_for_permits<'b>(
        &self,
        places: &'b [Guarded],
    ) -> Result<Vec<Permit<'b>>, Box<Failure>> {
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
        let turns = match (rule.is_weighed, self.call.spec.cost()) {
            (false, _) => 1,
            (true, None | Some(0)) => return Ok(None),
            (true, Some(cost)) => cost,
        };
        let rate = Rate::of(rule);
        // It would wait for ever. A number that only the caller knows cannot be checked by const
        // evaluation.
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
            let from = turn.map(|of| Source::Fleet(shared, index, of));
            return match from {
                Ok(from) => Ok(Some(Taken { from, rate, turns })),
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
            Ok(()) => Ok(Some(Taken {
                from: Source::Own(queue),
                rate,
                turns,
            })),
            Err(TooLate(after)) => Err(held_back(Guard::RateLimit, after)),
        }
    }

    /// Waits until a pause is over, and for a turn at the pace behind it.
    async fn wait_out_pause(
        &self,
        queue: &Queue<Follower>,
        rule: &FollowRule,
    ) -> Result<(), Box<Failure>> {
        let patience = self.patience();
        let turn = patience.turn(queue, 1, rule.wait, Follower::wait, Follower::take);
        turn.await.map_err(|TooLate(after)| {
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
        // Timers count milliseconds: what is shorter was no wait.
        if held >= Duration::from_millis(1) {
            telemetry::held(self.call.spec.endpoint, by, held);
        }
        end
    }

    /// Tells of a pause that has begun or ended.
    fn tell_pause(&self, place: &Guarded) {
        let now = self.call.core.guards.origins.since_begun(Instant::now());
        let news = place.scope.follower.look(|follower, _| follower.news(now));
        if let Some(news) = news {
            self.tell_change(place.method, GuardChangeKind::of_pause(news));
        }
    }

    fn patience(&self) -> Patience<'_> {
        Patience {
            clock: &self.call.core.guards.origins,
            deadline: self.deadline,
        }
    }

    /// Tells the guards what came of an attempt.
    fn hear(
        &self,
        places: &[Guarded],
        begun: Instant,
        heard: Option<QuotaWord>,
        attempt: &Result<StatusCode, Box<FailedAttempt>>,
    ) {
        let clock = &self.call.core.guards.origins;
        let (sent, now) = (clock.since_begun(begun), clock.since_begun(Instant::now()));
        let word = self.word(heard, attempt);
        for place in places.iter().filter(|place| place.follow.is_some()) {
            let further = place.scope.follower.look(|follower, _| {
                let before = follower.paused_for(now).unwrap_or_default();
                match word {
                    QuotaWord::Accepted => follower.accepted(sent, now),
                    QuotaWord::Exhausted(wait) => _ = follower.exhausted(sent, wait, now),
                    QuotaWord::Refused(wait) => _ = follower.refused(sent, wait, now),
                    QuotaWord::Nothing => {}
                }
                follower.paused_for(now).filter(|left| *left > before)
            });
            if let (Some(left), Some(shared)) = (further, &place.shared) {
                shared.tell_of_pause(left);
            }
            self.tell_pause(place);
        }
    }

    /// The word of the server about its quota. An attempt without a response has none.
    fn word(
        &self,
        heard: Option<QuotaWord>,
        attempt: &Result<StatusCode, Box<FailedAttempt>>,
    ) -> QuotaWord {
        let Err(failed) = attempt else {
            return heard.unwrap_or(QuotaWord::Accepted);
        };
        let (failure, limit) = (&failed.failure, self.policy().retry_after_limit());
        failure.status.map_or(QuotaWord::Nothing, |status| {
            quota_word(status, &failure.headers, limit, clock::now)
        })
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
