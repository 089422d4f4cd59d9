//! The wall clock, against which dates in headers are read.
//!
//! Time that is waited or measured is tokio's, which tests can pause. A date of the server's has
//! to be compared with the time of day, and this is the one place that reads it.

use std::time::SystemTime;

/// The time of day.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the wall clock"
)]
pub(crate) fn now() -> SystemTime {
    SystemTime::now()
}
