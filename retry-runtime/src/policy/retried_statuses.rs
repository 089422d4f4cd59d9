//! Statuses that a policy may list.

use crate::status_set::StatusSet;

/// The set, for a policy to list.
///
/// # Panics
///
/// If one is a success (2xx). In a `const` this is a compile error.
#[must_use]
#[track_caller]
pub const fn retried_statuses(statuses: StatusSet) -> StatusSet {
    assert!(
        !statuses.overlaps(StatusSet::range(200, 299)),
        "a 2xx status is a success and cannot be retried; use `when` or `until`"
    );
    statuses
}
