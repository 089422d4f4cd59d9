//! base · factor^i

use std::time::Duration;

use super::nanos;

/// Exact as long as the product stays below 2⁵³ ns (104 days); saturates at 584 years.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast saturates, and not-a-number (0 · ∞) becomes the zero it stands for"
)]
pub(super) fn delay(base: Duration, factor: f64, retry: u32) -> Duration {
    let exponent = i32::try_from(retry).unwrap_or(i32::MAX);
    Duration::from_nanos((nanos(base) as f64 * factor.powi(exponent)) as u64)
}
