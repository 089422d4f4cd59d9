//! base · (i + 1)

use std::time::Duration;

use super::multiple;

pub(super) fn delay(base: Duration, retry: u32) -> Duration {
    multiple(base, u64::from(retry) + 1)
}
