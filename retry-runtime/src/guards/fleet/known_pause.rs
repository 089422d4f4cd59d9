//! The pause of a place that a member has learned of from the state, and the part of it that it observes.

use std::time::Duration;

use crate::guards::fleet::shared_state::LEASE;
use crate::guards::pause::SAME;

/// A member's knowledge of a pause. Times are measured from a fixed start.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct KnownPause {
    /// The time at which the state was last asked for a pause.
    asked: Option<Duration>,
    /// The last pause that was longer than this member observes one.
    cut: Option<Cut>,
}

/// A pause of which only the beginning is observed.
#[derive(Clone, Copy, Debug)]
struct Cut {
    /// The end of the part that is observed.
    over: Duration,
    /// The end according to the state.
    end: Duration,
}

impl KnownPause {
    /// Tells whether the last response is no older than a lease may be.
    pub(crate) fn is_recent(&self, now: Duration) -> bool {
        let asked = self.asked;
        asked.is_some_and(|asked| now < asked.saturating_add(LEASE))
    }

    /// Tells whether a pause goes on that is already over for this member, as it was too long. Turns are then leased
    /// in spite of it.
    pub(crate) fn is_past_cut(&self, now: Duration) -> bool {
        self.cut.is_some_and(|cut| cut.over <= now && now < cut.end)
    }

    /// Notes a response to a request made at `asked`: `left` is the rest of a pause. Returns the part of it that is
    /// observed, so that no pause is observed for more than `longest`.
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
        // A pause that was cut is not cut anew when the state reports it again, or it would never end.
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

    /// Notes a pause of which at most ten seconds are observed; the state responds at once.
    fn note(known: &mut KnownPause, left: u64, now: u64) -> Option<Duration> {
        known.note(Some(secs(left)), secs(10), secs(now), secs(now))
    }

    #[test]
    fn a_pause_that_is_not_too_long_is_observed_to_its_end() {
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
