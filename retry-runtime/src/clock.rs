//! The wall clock, and instants that are far away.
//!
//! Waits and measurements use tokio's time, which tests can pause. The date of a server has to be compared with the
//! time of day, and this is the only place that reads it.

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

/// Longer than any call takes, and short enough that every clock can add it to now. tokio has the
/// same bound of its own: on some systems an `Instant` overflows after a hundred years.
pub(crate) const EVER: Duration = Duration::from_hours(30 * 365 * 24);

/// The time of day.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the wall clock"
)]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}

/// The instant that is `duration` after another. A duration that no clock can add, such as [`Duration::MAX`], counts
/// as [`EVER`].
pub(crate) fn after(instant: Instant, duration: Duration) -> Instant {
    instant.checked_add(duration.min(EVER)).unwrap_or(instant)
}

/// The earlier of an instant and a deadline, if there is one.
pub(crate) fn earlier(instant: Instant, deadline: Option<Instant>) -> Instant {
    deadline.map_or(instant, |deadline| deadline.min(instant))
}
