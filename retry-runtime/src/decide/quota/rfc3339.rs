//! Dates and times of RFC 3339, `2026-01-31T12:00:00Z`.

use std::time::Duration;

use crate::decide::decimal::{self, SECOND};

const DAY: u64 = 86_400;

/// The time since 1970 that a text names, rounded up to a millisecond; `None` before 1970.
pub(super) fn since_1970(text: &str) -> Option<Duration> {
    // `get` refuses a text that is too short or whose characters it would cut, so the indices below
    // are valid.
    let (date, rest) = (text.get(..10)?, text.get(11..)?);
    // RFC 3339, 5.6 also allows a lower-case `t`, or a space for readability.
    if !matches!(text.as_bytes()[10], b'T' | b't' | b' ') {
        return None;
    }
    let (time, rest) = rest.split_at_checked(8)?;
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(
            rest.find(|c: char| !c.is_ascii_digit())
                .filter(|end| *end > 0)?,
        ),
        None => ("0", rest),
    };
    let seconds = days(date)?
        .checked_mul(DAY)?
        .checked_add(second_of_day(time)?)?;
    let (ahead, offset) = offset(rest)?;
    let seconds = if ahead {
        seconds.saturating_sub(offset)
    } else {
        seconds.saturating_add(offset)
    };
    let fraction = decimal::rounded_up(decimal::fraction(fraction, SECOND));
    Some(Duration::from_secs(seconds) + fraction)
}

fn digits(text: &str, range: std::ops::Range<usize>) -> Option<u64> {
    let text = text.get(range)?;
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits.then(|| text.parse().ok())?
}

/// The days from 1970 to a date, counted in years that begin in March, so that the leap day is the last.
fn days(date: &str) -> Option<u64> {
    if !(date.as_bytes()[4] == b'-' && date.as_bytes()[7] == b'-') {
        return None;
    }
    let (year, month, day) = (
        digits(date, 0..4)?,
        digits(date, 5..7)?,
        digits(date, 8..10)?,
    );
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u64::from(is_leap),
        _ => 31,
    };
    if year < 1970 || !(1..=12).contains(&month) || !(1..=length).contains(&day) {
        return None;
    }
    // March is month 0, and February is month 11 of the year before. From March on, the lengths
    // repeat as 31, 30, 31, 30, 31: 153 days in five months.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year / 4 - year / 100 + year / 400;
    // There are 719,468 days from the first of March of the year 0 to 1970.
    Some(365 * year + leap_days + (153 * month + 2) / 5 + day - 1 - 719_468)
}

/// Second 60 is a leap second.
fn second_of_day(time: &str) -> Option<u64> {
    if !(time.as_bytes()[2] == b':' && time.as_bytes()[5] == b':') {
        return None;
    }
    let (hour, minute, second) = (
        digits(time, 0..2)?,
        digits(time, 3..5)?,
        digits(time, 6..8)?,
    );
    (hour < 24 && minute < 60 && second <= 60).then_some(hour * 3600 + minute * 60 + second)
}

/// The offset of local time: true if it is ahead of UTC, and the difference in seconds.
fn offset(text: &str) -> Option<(bool, u64)> {
    if matches!(text, "Z" | "z") {
        return Some((true, 0));
    }
    let ahead = match text.as_bytes().first()? {
        b'+' => true,
        b'-' => false,
        _ => return None,
    };
    let (hours, minutes) = (digits(text, 1..3)?, digits(text, 4..6)?);
    let is_offset = text.len() == 6 && text.as_bytes()[3] == b':' && hours < 24 && minutes < 60;
    is_offset.then_some((ahead, hours * 3600 + minutes * 60))
}
