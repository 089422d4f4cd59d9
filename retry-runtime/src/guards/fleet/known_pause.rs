//! The pause of a place that a member has heard of, and how much of it the member keeps.

use std::time::Duration;

use crate::guards::fleet::shared_state::LEASE;
use crate::guards::pause::SAME;

/// Knowledge of a pause. Times are those since a fixed start.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct KnownPause {
    /// The time at which the state was asked last whether there is one.
    asked: Option<Duration>,
    /// The last pause that was longer than this member keeps one.
    cut: Option<Cut>,
}

/// A pause of which only the beginning is kept.
#[derive(Clone, Copy, Debug)]
struct Cut {
    /// The end of what is kept.
    over: Duration,
    /// The end that the state knows.
    end: Duration,
}

impl KnownPause {
    /// Tells whether the last response is not older than a lease may be.
    pub(crate) fn is_recent(&self, now: Duration) -> bool {
        let asked = self.asked;
        asked.is_some_and(|asked| now < asked.saturating_add(LEASE))
    }

    /// Tells whether a pause goes on for others, of which this member has kept as much as it keeps of any. Turns are
    /// then leased in spite of it.
    pub(crate) fn is_past_cut(&self, now: Duration) -> bool {
        self.cut.is_some_and(|cut| cut.over <= now && now < cut.end)
    }

    /// Notes a response to what was asked at `asked`, by which a pause has `left` to go, of which at most `longest` is
    /// kept. Returns the rest of it that is kept.
    pub(crate) fn note(
        &mut self,
        left: Option<Duration>,
        longest: Duration,
        asked: Duration,
        now: Duration,
    ) -> Option<Duration> {
        self.asked = Some(asked);
        let left = left?;
        let end = now.saturating_add(left);
        // The same one again is not cut anew: it would never end, however short what is kept of it.
        let is_same = |cut: &Cut| now < cut.end && end <= cut.end.saturating_add(SAME);
        let over = match self.cut.filter(is_same) {
            Some(cut) => cut.over,
            None if left > longest => {
                let over = now.saturating_add(longest);
                self.cut = Some(Cut { over, end });
                over
            }
            None => end,
        };
        (over > now).then(|| over.saturating_sub(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    /// At most ten seconds are kept, and the state responds at once.
    fn note(known: &mut KnownPause, left: u64, now: u64) -> Option<Duration> {
        known.note(Some(secs(left)), secs(10), secs(now), secs(now))
    }

    #[test]
    fn a_pause_that_is_not_too_long_is_kept_whole() {
        let mut known = KnownPause::default();
        assert_eq!(note(&mut known, 10, 0), Some(secs(10)));
        assert_eq!(note(&mut known, 4, 6), Some(secs(4)));
        assert!(!known.is_past_cut(secs(11)));
    }

    #[test]
    fn a_pause_that_is_too_long_is_cut_once() {
        let mut known = KnownPause::default();
        assert_eq!(note(&mut known, 60, 0), Some(secs(10)));
        assert_eq!(note(&mut known, 55, 5), Some(secs(5)));
        assert!(!known.is_past_cut(secs(9)));
        assert!(known.is_past_cut(secs(10)));
        assert_eq!(note(&mut known, 50, 10), None);
        // It was moved, so it is another.
        assert_eq!(note(&mut known, 60, 20), Some(secs(10)));
        assert!(known.is_past_cut(secs(79)));
        assert!(!known.is_past_cut(secs(80)));
        assert_eq!(note(&mut known, 5, 80), Some(secs(5)));
    }

    #[test]
    fn a_response_is_recent_for_as_long_as_a_lease() {
        let mut known = KnownPause::default();
        assert!(!known.is_recent(secs(0)));
        assert_eq!(known.note(None, secs(10), secs(1), secs(2)), None);
        assert!(known.is_recent(secs(1)));
        assert!(!known.is_recent(secs(1) + LEASE));
    }
}
