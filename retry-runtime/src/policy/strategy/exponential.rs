//! Exponential delays: base · factor^i, in nanoseconds.

use std::time::Duration;

use crate::policy::strategy::arithmetic::nanos;

/// The delay before the jitter. Doubling is exact; other factors are exact while the product stays below
/// 2⁵³ ns (104 days). Saturates at 584 years.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast saturates, and not-a-number (0 · ∞) becomes the zero it stands for"
)]
pub(crate) fn delay(base: Duration, factor: f64, retry: u32) -> u64 {
    #[expect(clippy::float_cmp, reason = "the usual factor, as it is written")]
    // A float would be exact for 53 bits; a shift is exact for all 64.
    if factor == 2.0 {
        return doubled(nanos(base), retry);
    }
    let exponent = i32::try_from(retry).unwrap_or(i32::MAX);
    (nanos(base) as f64 * factor.powi(exponent)) as u64
}

/// `count · 2^times`
fn doubled(count: u64, times: u32) -> u64 {
    match count {
        0 => 0,
        count if times <= count.leading_zeros() => count << times,
        _ => u64::MAX,
    }
}
