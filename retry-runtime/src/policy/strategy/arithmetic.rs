//! Durations in whole nanoseconds, saturating.

use std::time::Duration;

/// The nanoseconds of a duration; saturates at 584 years.
pub(crate) const fn nanos(duration: Duration) -> u64 {
    const SECOND: u64 = 1_000_000_000;
    duration
        .as_secs()
        // `Duration::as_nanos` has 128 bits. 64 bits are practically for ever, and quick to multiply.
        .saturating_mul(SECOND)
        .saturating_add(duration.subsec_nanos() as u64)
}

/// The duration of so many nanoseconds; saturates at 584 years.
pub(crate) fn from_nanos(nanos: u128) -> Duration {
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}

pub(crate) fn multiple(base: Duration, factor: u64) -> Duration {
    from_nanos(base.as_nanos().saturating_mul(u128::from(factor)))
}
