//! Pause and pace: the waits that a server asks for, observed by every call of a scope.
//!
//! A pause for everybody is not enough: when it ends, everybody is back at once. So the calls after it
//! are paced, at a rate learned from what the server accepted before. It grows until the server refuses
//! again.

use std::collections::VecDeque;
use std::mem;
use std::time::Duration;

use crate::guards::pace::{GROWTH, Pace};
use crate::policy::hooks::GuardChangeKind;

/// The share of the accepted rate at which a pace begins. It is well below 1, as a server that has just
/// refused requests counts those as well.
const CAREFUL: f64 = 0.7;
/// The time for which accepted attempts count.
const LEARNED_FROM: Duration = Duration::from_secs(10);
/// The time by which the ends of one pause may differ among the members of a fleet.
pub(crate) const SAME: Duration = Duration::from_millis(100);
/// The length above which observers are told of a pause.
const REPORTED_ABOVE: Duration = Duration::from_secs(1);

/// The pause and pace of one scope and origin. Times are measured from a fixed start.
#[derive(Clone, Debug, Default)]
pub(crate) struct Follower {
    /// The time of the first attempt of the scope.
    first: Option<Duration>,
    /// The times at which accepted attempts were sent, in the order in which their responses arrived.
    accepted: VecDeque<Duration>,
    pause: Option<Pause>,
    /// The end of the last pause that is over.
    ended: Option<Duration>,
    pace: Option<Pace>,
    /// `true` if observers know of a pause that has ended, but not of its end.
    has_unreported_end: bool,
}

#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is known, or not, whatever the others are"
)]
struct Pause {
    began: Duration,
    until: Duration,
    /// `true` if turns are paced anew once it is over.
    paces: bool,
    /// `true` if a good response said that the quota is exhausted.
    is_exhausted: bool,
    /// `true` if another member of the fleet was asked for it, so its beginning is not known.
    is_from_fleet: bool,
    /// `true` if observers have been told of it.
    is_reported: bool,
}

impl Follower {
    /// The time until a turn may be taken, behind `ahead` others.
    pub(crate) fn wait(&mut self, ahead: u64, now: Duration) -> Duration {
        self.settle(now);
        if let Some(pause) = &self.pause {
            // The pace is learned when the pause ends, so only its end is known yet.
            return pause.until.saturating_sub(now);
        }
        let pace = self.pace.as_ref();
        pace.map_or(Duration::ZERO, |pace| {
            pace.turn(ahead, now).saturating_sub(now)
        })
    }

    /// Returns each change that observers are told of once: the beginning of a pause that is long enough,
    /// and its end.
    pub(crate) fn take_change(&mut self, now: Duration) -> Option<GuardChangeKind> {
        self.settle(now);
        if let Some(pause) = &mut self.pause {
            let lasts = pause.until.saturating_sub(now);
            let is_new = !pause.is_reported && lasts > REPORTED_ABOVE;
            pause.is_reported |= is_new;
            // To an observer a pause that follows at once on another is the same pause.
            let is_new = is_new && !mem::take(&mut self.has_unreported_end);
            return is_new.then_some(GuardChangeKind::Paused(lasts));
        }
        mem::take(&mut self.has_unreported_end).then_some(GuardChangeKind::Resumed)
    }

    /// Forgets everything. Returns the end of a pause whose beginning observers have been told of.
    pub(crate) fn reset(&mut self) -> Option<GuardChangeKind> {
        let known = mem::take(self);
        let is_reported = known.pause.is_some_and(|pause| pause.is_reported);
        (is_reported || known.has_unreported_end).then_some(GuardChangeKind::Resumed)
    }

    /// Tells whether it holds nothing worth keeping.
    pub(crate) fn is_at_rest(&mut self, now: Duration) -> bool {
        self.settle(now);
        self.pause.is_none() && self.pace.is_none()
    }

    pub(crate) fn is_paused(&self) -> bool {
        self.pause.is_some()
    }

    /// Tells whether it pauses because a good response said that the quota is exhausted.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.pause.as_ref().is_some_and(|pause| pause.is_exhausted)
    }

    /// The time that is left of a pause.
    pub(crate) fn paused_for(&self, now: Duration) -> Option<Duration> {
        let until = self.pause.as_ref()?.until;
        (until > now).then(|| until.saturating_sub(now))
    }

    /// The present pace in turns per second, if there is one.
    pub(crate) fn rate(&mut self, now: Duration) -> Option<f64> {
        self.settle(now);
        let pace = self.pace.as_ref()?;
        let grown = GROWTH * now.saturating_sub(pace.began).as_secs_f64();
        Some(pace.rate * grown.exp())
    }

    /// Takes a turn.
    pub(crate) fn take(&mut self, now: Duration) {
        self.settle(now);
        if let Some(pace) = &mut self.pace {
            pace.last_turn = Some(now);
        }
    }

    /// Gives back the turn that was taken at `taken`, as its attempt is not made.
    pub(crate) fn give_back(&mut self, taken: Duration) {
        if let Some(pace) = &mut self.pace
            && taken >= pace.began
        {
            // One turn earlier, whoever has taken one since: the queue moves up.
            pace.last_turn = pace.last_turn.and_then(|last| pace.before(last));
        }
    }

    /// Notes that an attempt is made.
    pub(crate) fn begin(&mut self, now: Duration) {
        self.first.get_or_insert(now);
    }

    /// Notes an attempt, sent at `sent`, that was accepted: its response is not a 429 or a 503 with a hint.
    pub(crate) fn accepted(&mut self, sent: Duration, now: Duration) {
        self.settle(now);
        self.accepted.push_back(sent);
        let began = self.pause.as_ref().map_or(now, |pause| pause.began);
        while let Some(oldest) = self.accepted.front() {
            if oldest.saturating_add(LEARNED_FROM) >= began {
                break;
            }
            self.accepted.pop_front();
        }
    }

    /// Notes a refusal of an attempt, with the wait that the server asked for.
    pub(crate) fn refused(&mut self, sent: Duration, wait: Duration, now: Duration) {
        self.settle(now);
        if let Some(pace) = &mut self.pace {
            pace.last_refusal = now;
        }
        // A refusal of an attempt that was sent before the last pace began says nothing new about the
        // rate. Ten attempts that were in flight together bring ten refusals, and each would cut the
        // pace again.
        let is_old = self.pace.as_ref().is_some_and(|pace| sent < pace.began);
        self.pause(wait, now, !is_old);
    }

    /// Notes an accepted response that said the quota is exhausted for so long. Nobody went too fast, so
    /// nobody is paced for it.
    pub(crate) fn exhausted(&mut self, wait: Duration, now: Duration) {
        self.settle(now);
        if let Some(pause) = self.pause(wait, now, false) {
            pause.is_exhausted = true;
        }
    }

    /// Notes a pause that another member of the fleet was asked for, and the time left of it.
    pub(crate) fn paused_by_fleet(&mut self, left: Duration, is_exhausted: bool, now: Duration) {
        self.settle(now);
        // The state's clock differs and messages take time, so one pause seems to end twice, a moment
        // apart.
        let until = now.saturating_add(left);
        let is_over = |ended: Duration| until < ended.saturating_add(SAME);
        let is_same = self.pause.is_none() && self.ended.is_some_and(is_over);
        if let Some(pause) = self.pause(left, now, !(is_same || is_exhausted)) {
            (pause.is_from_fleet, pause.is_exhausted) = (true, is_exhausted);
        }
    }

    /// Begins a pause and returns it, or moves the end of the present one.
    fn pause(&mut self, wait: Duration, now: Duration, paces: bool) -> Option<&mut Pause> {
        let until = now.saturating_add(wait);
        if let Some(pause) = &mut self.pause {
            // The latest end counts. The beginning stays, since the rate is learned from before it.
            pause.until = pause.until.max(until);
            return None;
        }
        Some(self.pause.insert(Pause {
            began: now,
            until,
            paces,
            is_exhausted: false,
            is_from_fleet: false,
            is_reported: false,
        }))
    }

    /// Ends a pause that is over, and a pace that is no longer needed.
    fn settle(&mut self, now: Duration) {
        if let Some(pause) = self.pause
            && now >= pause.until
        {
            (self.pause, self.ended) = (None, Some(pause.until));
            self.has_unreported_end |= pause.is_reported;
            if pause.paces {
                self.pace = Some(self.learn(&pause));
            }
        }
        if self.pace.as_ref().is_some_and(|pace| pace.is_over(now)) {
            self.pace = None;
        }
    }

    /// The pace after a pause: learned from what was accepted in the ten seconds before it, and at least one
    /// turn in as long as it lasted.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a count of attempts in ten seconds"
    )]
    fn learn(&self, pause: &Pause) -> Pace {
        let from = pause.began.saturating_sub(LEARNED_FROM);
        let counts = |sent: &&Duration| **sent >= from && **sent <= pause.began;
        let accepted = self.accepted.iter().filter(counts).count() as f64;
        let known = pause
            .began
            .saturating_sub(self.first.unwrap_or(pause.began));
        // At least a second, or a refusal of the first attempt would divide by zero.
        let known = known.clamp(Duration::from_secs(1), LEARNED_FROM);
        let length = pause.until.saturating_sub(pause.began).as_secs_f64();
        // A member may learn of another's pause when less than a second is left of it.
        let is_short = length <= 0.0 || pause.is_from_fleet && length < 1.0;
        let least = if is_short { 1.0 } else { 1.0 / length };
        Pace {
            rate: (CAREFUL * accepted / known.as_secs_f64()).max(least),
            began: pause.until,
            last_refusal: pause.began,
            last_turn: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    fn attempt(follower: &mut Follower, now: Duration) {
        follower.take(now);
        follower.begin(now);
    }

    /// Ten attempts, one in each tenth of a second, all accepted; then a 429 that asks for a second.
    fn paused_at_one_second() -> Follower {
        let mut follower = Follower::default();
        for tenth in 0..10 {
            let sent = secs(f64::from(tenth) / 10.0);
            attempt(&mut follower, sent);
            follower.accepted(sent, sent + secs(0.05));
        }
        follower.refused(secs(0.95), secs(1.0), secs(1.0));
        follower
    }

    #[test]
    fn a_refusal_pauses_everybody_for_as_long_as_the_server_asked() {
        let mut follower = paused_at_one_second();
        assert_eq!(follower.wait(0, secs(1.0)), secs(1.0));
        assert_eq!(follower.wait(7, secs(1.4)), secs(0.6));
        assert_eq!(follower.paused_for(secs(1.4)), Some(secs(0.6)));
        // A further refusal moves the end, and never brings it nearer.
        follower.refused(secs(0.9), secs(0.1), secs(1.5));
        assert_eq!(follower.wait(0, secs(1.5)), secs(0.5));
        follower.refused(secs(0.9), secs(2.0), secs(1.5));
        assert_eq!(follower.wait(0, secs(1.5)), secs(2.0));
    }

    #[test]
    fn after_the_pause_turns_come_one_by_one_at_the_rate_that_was_learned() {
        let mut follower = paused_at_one_second();
        assert_eq!(follower.wait(0, secs(2.0)), Duration::ZERO);
        assert!((follower.rate(secs(2.0)).unwrap() - 7.0).abs() < 1e-9);
        follower.take(secs(2.0));
        let second = follower.wait(0, secs(2.0)).as_secs_f64();
        assert!((second - 1.0 / 7.0).abs() < 0.001, "{second}");
        let third = follower.wait(1, secs(2.0)).as_secs_f64();
        assert!(second < third && third < 2.0 * second, "{third}");
    }

    #[test]
    fn the_rate_grows_by_a_twentieth_each_second_and_is_dropped_after_a_minute() {
        let mut follower = paused_at_one_second();
        follower.take(secs(2.0));
        for (after, rate) in [(0.0, 7.0), (1.0, 7.35), (2.0, 7.717_5), (20.0, 18.573_083)] {
            let now = follower.rate(secs(2.0 + after)).unwrap();
            assert!((now - rate).abs() < 1e-4, "{now} after {after} s");
        }
        assert_eq!(follower.rate(secs(61.0)), None);
    }

    #[test]
    fn responses_that_arrive_during_the_pause_count_for_the_rate() {
        let mut follower = Follower::default();
        attempt(&mut follower, secs(0.0));
        follower.refused(secs(0.0), secs(1.0), secs(0.1));
        for _ in 0..10 {
            follower.accepted(secs(0.0), secs(0.2));
        }
        let _ = follower.wait(0, secs(1.1));
        // Ten accepted, over the second that is the least.
        assert!((follower.rate(secs(1.1)).unwrap() - 7.0).abs() < 1e-9);
    }

    #[test]
    fn without_accepted_attempts_there_is_one_turn_in_the_length_of_the_pause() {
        let mut follower = Follower::default();
        attempt(&mut follower, secs(0.0));
        follower.refused(secs(0.0), secs(4.0), secs(0.0));
        let _ = follower.wait(0, secs(4.0));
        assert!((follower.rate(secs(4.0)).unwrap() - 0.25).abs() < 1e-9);
    }

    #[test]
    fn refusals_of_attempts_sent_before_the_pause_do_not_cut_the_pace_again() {
        let mut follower = paused_at_one_second();
        let _ = follower.wait(0, secs(2.0));
        follower.refused(secs(0.9), secs(1.0), secs(2.5));
        let _ = follower.wait(0, secs(3.5));
        assert!(follower.rate(secs(3.5)).unwrap() > 7.0);
        // One that was sent at the new pace does.
        follower.take(secs(3.5));
        follower.refused(secs(3.5), secs(1.0), secs(3.6));
        let _ = follower.wait(0, secs(4.6));
        assert!(follower.rate(secs(4.6)).unwrap() < 7.0);
    }

    #[test]
    fn a_pause_of_the_fleet_is_observed_and_paced_once() {
        let mut follower = Follower::default();
        for tenth in 0..10 {
            let sent = secs(f64::from(tenth) / 10.0);
            attempt(&mut follower, sent);
            follower.accepted(sent, sent);
        }
        follower.paused_by_fleet(secs(1.0), false, secs(1.0));
        assert_eq!(follower.wait(0, secs(1.4)), secs(0.6));
        let _ = follower.wait(0, secs(2.0));
        assert!((follower.rate(secs(2.0)).unwrap() - 7.0).abs() < 1e-9);
        // The same pause, a moment later by the clock of the state.
        follower.paused_by_fleet(secs(0.02), false, secs(2.0));
        assert_eq!(follower.wait(0, secs(2.0)), secs(0.02));
        let _ = follower.wait(0, secs(2.02));
        assert!((follower.rate(secs(2.02)).unwrap() - 7.0).abs() < 0.1);
    }

    #[test]
    fn a_pause_of_the_fleet_that_is_almost_over_is_not_taken_for_a_short_one() {
        let mut follower = Follower::default();
        follower.paused_by_fleet(secs(0.005), false, secs(1.0));
        let _ = follower.wait(0, secs(1.005));
        assert!((follower.rate(secs(1.005)).unwrap() - 1.0).abs() < 1e-9);
    }
    #[test]
    fn a_pause_for_an_exhausted_quota_paces_nobody_in_the_fleet() {
        let (mut own, mut told) = (Follower::default(), Follower::default());
        for follower in [&mut own, &mut told] {
            attempt(follower, secs(0.0));
            follower.accepted(secs(0.0), secs(0.1));
        }
        own.exhausted(secs(2.0), secs(1.0));
        told.paused_by_fleet(secs(2.0), true, secs(1.0));
        for mut follower in [own, told] {
            assert!(follower.is_exhausted());
            assert_eq!(follower.wait(0, secs(1.0)), secs(2.0));
            assert_eq!(follower.wait(9, secs(3.0)), Duration::ZERO);
            assert_eq!(follower.rate(secs(3.0)), None);
            assert!(!follower.is_exhausted());
        }
    }

    #[test]
    fn a_turn_that_is_given_back_goes_to_the_next_attempt() {
        let mut follower = paused_at_one_second();
        follower.take(secs(2.0));
        let second = follower.wait(0, secs(2.0));
        // The first turn of the pace.
        follower.give_back(secs(2.0));
        assert_eq!(follower.wait(0, secs(2.0)), Duration::ZERO);
        follower.take(secs(2.0));
        // The next one, taken when it is due, and given back after another was taken behind it.
        let at = secs(2.0) + second;
        follower.take(at);
        let third = follower.wait(0, at);
        follower.take(at + third);
        follower.give_back(at);
        let left = follower.wait(0, at + third);
        assert!(left < Duration::from_micros(1), "{left:?}");
        // One of the time before the pause was never one of this pace.
        let before = follower.wait(3, at);
        follower.give_back(secs(0.5));
        assert_eq!(follower.wait(3, at), before);
    }

    #[test]
    fn an_attempt_that_is_not_made_is_not_the_first() {
        let mut follower = Follower::default();
        follower.take(secs(0.0));
        follower.give_back(secs(0.0));
        attempt(&mut follower, secs(5.0));
        for _ in 0..10 {
            follower.accepted(secs(5.0), secs(5.5));
        }
        follower.refused(secs(6.0), secs(1.0), secs(6.0));
        let _ = follower.wait(0, secs(7.0));
        // Ten within the second since the first that was made.
        assert!((follower.rate(secs(7.0)).unwrap() - 7.0).abs() < 1e-9);
    }
}
