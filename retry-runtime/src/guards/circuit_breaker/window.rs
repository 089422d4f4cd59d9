//! The window of time in which attempts are counted. Its buckets are forgotten one after the other.

use std::time::Duration;

/// The number of buckets of the window. The oldest is forgotten as a whole, so an attempt counts for at most
/// 1.2 times the window.
const BUCKETS: usize = 6;
const COUNTING_BUCKETS: u32 = 5;

/// The failures and attempts in the last buckets of a window.
#[derive(Clone, Debug, Default)]
pub(super) struct Window {
    buckets: [Bucket; BUCKETS],
    /// The time at which the last failure is forgotten.
    counts_until: Duration,
}

#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    /// The number of the span of time that it counts, from 1; 0 if it counts nothing.
    number: u64,
    failures: u32,
    attempts: u32,
}

impl Window {
    /// Counts an attempt.
    pub(super) fn count(&mut self, is_failure: bool, within: Duration, now: Duration) {
        let number = bucket_number(within, now);
        let bucket = &mut self.buckets[index_of(number)];
        if bucket.number != number {
            *bucket = Bucket {
                number,
                ..Bucket::default()
            };
        }
        bucket.attempts = bucket.attempts.saturating_add(1);
        if is_failure {
            bucket.failures = bucket.failures.saturating_add(1);
            // Buckets are forgotten as a whole, so a failure may count for up to one bucket longer than
            // the window.
            self.counts_until = now.saturating_add(within + within / COUNTING_BUCKETS);
        }
    }

    /// The failures and attempts of at least the window, and of at most 1.2 times as long.
    pub(super) fn counts(&self, within: Duration, now: Duration) -> (u32, u32) {
        let number = bucket_number(within, now);
        let counting =
            |bucket: &&Bucket| bucket.number > 0 && bucket.number + BUCKETS as u64 > number;
        let buckets = self.buckets.iter().filter(counting);
        buckets.fold((0, 0), |(failures, attempts), bucket| {
            (
                failures.saturating_add(bucket.failures),
                attempts.saturating_add(bucket.attempts),
            )
        })
    }

    /// Tells whether no failure counts any more.
    pub(super) fn is_forgotten(&self, now: Duration) -> bool {
        now >= self.counts_until
    }
}

fn index_of(number: u64) -> usize {
    usize::try_from(number % BUCKETS as u64).unwrap_or(0)
}

fn bucket_number(within: Duration, now: Duration) -> u64 {
    // Five buckets make the window, and the sixth is the one that is being filled.
    let bucket = (within / COUNTING_BUCKETS).max(Duration::from_nanos(1));
    u64::try_from(now.as_nanos() / bucket.as_nanos())
        .unwrap_or(u64::MAX - 1)
        .saturating_add(1)
}
