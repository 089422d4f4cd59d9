//! Fibonacci delays: base · (1, 2, 3, 5, 8, …).

use std::time::Duration;

use crate::policy::strategy::arithmetic::multiple;

pub(crate) fn delay(base: Duration, retry: u32) -> Duration {
    multiple(base, number(retry))
}

/// 1, 2, 3, 5, 8, … for 0, 1, 2, 3, 4, …; saturates after 91 steps.
fn number(index: u32) -> u64 {
    let (mut current, mut next) = (1_u64, 2_u64);
    for _ in 0..index {
        if current == u64::MAX {
            break;
        }
        (current, next) = (next, current.saturating_add(next));
    }
    current
}
