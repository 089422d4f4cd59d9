//! Durations as Go prints them: `120ms`, `8.64s`, `6m0s`.

use std::time::Duration;

use crate::decide::decimal;

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

/// Reads a duration, rounded up to a millisecond so that nobody is early. Each unit may stand once, the
/// larger before the smaller.
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
        nanos = nanos.saturating_add(decimal::nanos(count, units[place].1)?);
        units = &units[place + 1..];
        text = rest;
    }
    Some(decimal::rounded_up(nanos))
}
