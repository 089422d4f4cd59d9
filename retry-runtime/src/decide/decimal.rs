//! Decimal numbers of a unit of time, as headers write them: `2`, `1.5`.

use std::time::Duration;

/// Units, in nanoseconds.
pub(super) const SECOND: u64 = 1_000_000_000;
pub(super) const MILLISECOND: u64 = 1_000_000;

/// More digits of a fraction than any clock resolves.
const DIGITS: usize = 18;

/// Reads a number of units as a duration, rounded up to a millisecond so that nobody is early.
pub(super) fn duration(text: &str, unit: u64) -> Option<Duration> {
    nanos(text, unit).map(rounded_up)
}

/// Reads a number of units, in nanoseconds.
pub(super) fn nanos(text: &str, unit: u64) -> Option<u128> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    if !is_digits(whole) || !is_digits(part) {
        return None;
    }
    // A number that is too large for 128 bits asks for longer than anybody waits.
    let whole = whole.parse::<u128>().unwrap_or(u128::MAX);
    let whole = whole.saturating_mul(unit.into());
    Some(whole.saturating_add(fraction(part, unit)))
}

/// The digits behind a decimal point, in nanoseconds, rounded up.
pub(super) fn fraction(digits: &str, unit: u64) -> u128 {
    let (mut part, mut scale) = (0, 1);
    for digit in digits.bytes().take(DIGITS) {
        part = part * 10 + u128::from(digit - b'0');
        scale *= 10;
    }
    let has_more = digits.bytes().skip(DIGITS).any(|digit| digit != b'0');
    (part * u128::from(unit) + u128::from(has_more)).div_ceil(scale)
}

/// A number of nanoseconds, rounded up to a millisecond. More than a duration holds is longer than any limit.
pub(super) fn rounded_up(nanos: u128) -> Duration {
    let millis = nanos.div_ceil(MILLISECOND.into());
    let seconds = u64::try_from(millis / 1_000).map(Duration::from_secs);
    seconds.map_or(Duration::MAX, |seconds| {
        seconds + Duration::from_millis((millis % 1_000) as u64)
    })
}
