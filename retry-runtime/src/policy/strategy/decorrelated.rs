//! Decorrelated jitter: uniform(base, 3 · previous), where the first "previous" is the base.

use std::time::Duration;

use rand::Rng;

use crate::policy::strategy::arithmetic::multiple;
use crate::policy::strategy::jitter::uniform;

/// The longest chain of earlier delays that is drawn. After this many steps the distribution no longer
/// changes.
const LONGEST_CHAIN: u32 = 64;

pub(crate) fn delay(
    base: Duration,
    previous: Duration,
    max: Duration,
    rng: &mut dyn Rng,
) -> Duration {
    // The previous delay may be shorter than a third of the base if `when` has chosen it.
    let high = multiple(previous, 3).max(base);
    uniform(base, high, rng).min(max)
}

/// The delay before retry `retry`, with the earlier ones drawn from the same generator.
pub(crate) fn chain(base: Duration, max: Duration, retry: u32, rng: &mut dyn Rng) -> Duration {
    (0..retry.min(LONGEST_CHAIN)).fold(delay(base, base, max, rng), |previous, _| {
        delay(base, previous, max, rng)
    })
}
