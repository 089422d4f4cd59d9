//! The pace after a pause: it grows until the server refuses again, and ends when the server has not for a while.

use std::time::Duration;

/// The natural logarithm of the growth in a second, ln 1.05: a pace doubles within 15 seconds.
pub(super) const GROWTH: f64 = 0.048_790_164_169_432;
/// The time after the last 429 at which pacing ends.
const FORGOTTEN: Duration = Duration::from_mins(1);

/// A growing rate that began after a pause.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// The turns per second when it began.
    pub(super) rate: f64,
    pub(super) began: Duration,
    pub(super) last_refusal: Duration,
    pub(super) last_turn: Option<Duration>,
}

impl Pace {
    /// The time of the turn after `ahead` others. The rate grows while they wait, so it is the time by which
    /// the area under the rate has grown by `ahead + 1` turns.
    pub(super) fn turn(&self, ahead: u64, now: Duration) -> Duration {
        let Some(last) = self.last_turn else {
            return self.after(self.began, ahead, now);
        };
        self.after(last, ahead + 1, now)
    }

    #[expect(clippy::cast_precision_loss, reason = "nobody waits behind 2⁵² others")]
    pub(super) fn after(&self, from: Duration, turns: u64, now: Duration) -> Duration {
        let grown = (GROWTH * from.saturating_sub(self.began).as_secs_f64()).exp();
        // The rate is r·e^(gt), so the turns from 0 to t are (r/g)·(e^(gt) − 1). This is solved for t,
        // starting from the last turn.
        let at = (grown + turns as f64 * GROWTH / self.rate).ln() / GROWTH;
        let at = Duration::try_from_secs_f64(at).unwrap_or(Duration::MAX);
        self.began.saturating_add(at).max(now)
    }

    /// The time one turn before another; `None` if the pace begins later.
    pub(super) fn before(&self, last: Duration) -> Option<Duration> {
        let grown = (GROWTH * last.saturating_sub(self.began).as_secs_f64()).exp();
        let at = (grown - GROWTH / self.rate).ln() / GROWTH;
        // Not a number if there is less than a turn to take away.
        let at = Duration::try_from_secs_f64(at).ok()?;
        Some(self.began.saturating_add(at))
    }

    pub(super) fn is_over(&self, now: Duration) -> bool {
        now >= self.last_refusal.saturating_add(FORGOTTEN)
    }
}
