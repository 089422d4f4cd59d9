//! The window of time in which attempts are counted. Its parts are forgotten one after the other.

use std::time::Duration;

/// The number of parts of the window. The oldest is forgotten as a whole, so an attempt counts for at most
/// 1.2 times the window.
const PARTS: usize = 6;
const COUNTING_PARTS: u32 = 5;

/// The failures and attempts in the last parts of a window.
#[derive(Clone, Debug, Default)]
pub(super) struct Window {
    parts: [Part; PARTS],
    /// The time at which the last failure is forgotten.
    counts_until: Duration,
}

#[derive(Clone, Copy, Debug, Default)]
struct Part {
    /// The number of the span of time that it counts, from 1; 0 if it counts nothing.
    number: u64,
    failures: u32,
    attempts: u32,
}

impl Window {
    /// Counts an attempt.
    pub(super) fn count(&mut self, is_failure: bool, within: Duration, now: Duration) {
        let number = part_number(within, now);
        let part = &mut self.parts[index_of(number)];
        if part.number != number {
            *part = Part {
                number,
                ..Part::default()
            };
        }
        part.attempts = part.attempts.saturating_add(1);
        if is_failure {
            part.failures = part.failures.saturating_add(1);
            // Parts are forgotten as a whole, so a failure may count for up to one part longer than
            // the window.
            self.counts_until = now.saturating_add(within + within / COUNTING_PARTS);
        }
    }

    /// The failures and attempts of at least the window, and of at most 1.2 times as long.
    pub(super) fn counts(&self, within: Duration, now: Duration) -> (u32, u32) {
        let number = part_number(within, now);
        let counting = |part: &&Part| part.number > 0 && part.number + PARTS as u64 > number;
        let parts = self.parts.iter().filter(counting);
        parts.fold((0, 0), |(failures, attempts), part| {
            (
                failures.saturating_add(part.failures),
                attempts.saturating_add(part.attempts),
            )
        })
    }

    /// Tells whether no failure counts any more.
    pub(super) fn is_forgotten(&self, now: Duration) -> bool {
        now >= self.counts_until
    }
}

fn index_of(number: u64) -> usize {
    usize::try_from(number % PARTS as u64).unwrap_or(0)
}

fn part_number(within: Duration, now: Duration) -> u64 {
    // Five parts make the window, and the sixth is the one that is being filled.
    let part = (within / COUNTING_PARTS).max(Duration::from_nanos(1));
    u64::try_from(now.as_nanos() / part.as_nanos())
        .unwrap_or(u64::MAX - 1)
        .saturating_add(1)
}
