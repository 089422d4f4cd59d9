//! Durations as Go prints them: `120ms`, `8.64s`, `6m0s`.

use std::time::Duration;

/// Units from the largest to the smallest, in nanoseconds.
const UNITS: [(&str, u64); 7] = [
    ("d", 86_400_000_000_000),
    ("h", 3_600_000_000_000),
    ("m", 60_000_000_000),
    ("s", 1_000_000_000),
    ("ms", 1_000_000),
    ("us", 1_000),
    ("ns", 1),
];

/// Reads a duration, rounded up to a millisecond so that nobody is early. Each unit stands once, the
/// larger before the smaller. More than a duration holds is longer than any limit.
pub(super) fn read(mut text: &str) -> Option<Duration> {
    let (mut units, mut nanos) = (&UNITS[..], 0_u128);
    if text.is_empty() {
        return None;
    }
    while !text.is_empty() {
        let end = text.find(|c: char| c.is_ascii_alphabetic())?;
        let (count, rest) = text.split_at(end);
        let end = rest.find(|c: char| !c.is_ascii_alphabetic());
        let (name, rest) = rest.split_at(end.unwrap_or(rest.len()));
        let place = units.iter().position(|(unit, _)| *unit == name)?;
        nanos = nanos.saturating_add(nanos_of(count, units[place].1)?);
        units = &units[place + 1..];
        text = rest;
    }
    let millis = u64::try_from(nanos.div_ceil(1_000_000));
    Some(millis.map_or(Duration::MAX, Duration::from_millis))
}

/// A count of units, with a fraction or without. Digits below a nanosecond make one more.
fn nanos_of(count: &str, unit: u64) -> Option<u128> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = count.split_once('.').unwrap_or((count, "0"));
    if !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let whole = whole.parse::<u128>().unwrap_or(u128::MAX);
    let (mut nanos, mut scale) = (whole.saturating_mul(unit.into()), 1_u128);
    for digit in fraction.bytes().map(|byte| u128::from(byte - b'0')) {
        scale = scale.saturating_mul(10);
        nanos = nanos.saturating_add((digit * u128::from(unit)).div_ceil(scale));
    }
    Some(nanos)
}
