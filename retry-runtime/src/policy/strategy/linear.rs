//! Linear delays: base · (i + 1).

use std::time::Duration;

use crate::policy::strategy::arithmetic::multiple;

pub(crate) fn delay(base: Duration, retry: u32) -> Duration {
    multiple(base, u64::from(retry) + 1)
}
