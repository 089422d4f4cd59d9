//! The grammar of durations: `100ms`, `1.5s`, `1_000ms`, `1h30m`.
//!
//! rustc's lexer reads `100ms` as a number with a suffix and leaves it to the parser to refuse the
//! suffix, so a declaration needs no quotes. The runtime reads the same grammar in settings
//! (`policy/settings/value.rs`), where a duration comes from a file. Both sides have to accept the
//! same texts: their tests read one table, `tests/durations.txt`.

use std::fmt::Write as _;
use std::time::Duration;

use crate::suggest;

/// The units, with their nanoseconds.
const UNITS: [(&str, u64); 4] = [
    // No microseconds: tokio's timers count milliseconds, and `us` is more often a typo than meant.
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// Other names of these units.
const ALIASES: [(&str, &str); 16] = [
    ("msec", "ms"),
    ("msecs", "ms"),
    ("milli", "ms"),
    ("millis", "ms"),
    ("milliseconds", "ms"),
    ("sec", "s"),
    ("secs", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("min", "m"),
    ("mins", "m"),
    ("minute", "m"),
    ("minutes", "m"),
    ("hr", "h"),
    ("hour", "h"),
    ("hours", "h"),
];

/// The reason why a text is not a duration.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum NotADuration {
    /// `5`
    NoUnit(String),
    /// `5 s`, `1h 30m`; with the duration that was meant.
    Apart(String),
    /// `5d`; the second part is the unit that was probably meant.
    UnknownUnit(String, Option<&'static str>),
    /// `abc`
    NoNumber,
    /// `30m1h`, `1h1h`
    Disorder,
    /// Longer than a `Duration` can be, or finer than a nanosecond.
    OutOfRange,
}

impl NotADuration {
    /// The rule and the way out, for the place of the duration.
    pub(crate) fn message(&self) -> String {
        match self {
            Self::NoUnit(number) => {
                format!("a duration needs a unit; write `{number}s` or `{number}ms`")
            }
            Self::Apart(meant) => {
                format!("a number and its unit are one word; write `{meant}`")
            }
            Self::UnknownUnit(unit, Some(meant)) => {
                format!("unknown unit `{unit}`; did you mean `{meant}`?")
            }
            Self::UnknownUnit(unit, None) => {
                format!("unknown unit `{unit}`; expected one of `ms`, `s`, `m`, `h`")
            }
            Self::NoNumber => "invalid duration; write a number and a unit, \
                               such as `250ms`, `2s` or `1m`"
                .to_owned(),
            Self::Disorder => "a duration names each unit once, the longest first; \
                               write one such as `1h30m`"
                .to_owned(),
            Self::OutOfRange => "this duration is longer, or finer, than a `Duration` can be; \
                                 write one between nanoseconds and centuries"
                .to_owned(),
        }
    }
}

/// Reads numbers with their units, the longest unit first: `90s`, `1.5s`, `1h30m`.
pub(crate) fn parse(text: &str) -> Result<Duration, NotADuration> {
    let text = text.replace('_', "");
    let mut sum = Duration::ZERO;
    // Units have to shrink from left to right. `u64::MAX` stands for "no unit yet", and makes the
    // loop run once for an empty text: `""` must be `NoNumber` and not zero.
    let mut previous = u64::MAX;
    let mut rest = &*text;
    while !rest.is_empty() || previous == u64::MAX {
        let (number, after) = split_off(rest, |c| c.is_ascii_digit() || c == '.');
        let (unit, after) = split_off(after, |c| !c.is_ascii_digit());
        let scale = scale(&text, number, unit)?;
        // `30m1h` and `1h1h` are as likely typos as meant.
        if scale >= previous {
            return Err(NotADuration::Disorder);
        }
        let part = scaled(number, scale).ok_or(NotADuration::OutOfRange)?;
        sum = sum.checked_add(part).ok_or(NotADuration::OutOfRange)?;
        (previous, rest) = (scale, after);
    }
    Ok(sum)
}

/// Splits before the first character that does not belong.
fn split_off(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !belongs(c)).unwrap_or(text.len()))
}

/// The nanoseconds of the unit after a number; `text` is the whole duration.
fn scale(text: &str, number: &str, unit: &str) -> Result<u64, NotADuration> {
    if number.is_empty() || number.starts_with('.') || number.matches('.').count() > 1 {
        return Err(NotADuration::NoNumber);
    }
    if unit.is_empty() {
        return Err(NotADuration::NoUnit(text.trim_end_matches('.').to_owned()));
    }
    // Only a quoted text can have a blank in it. Without quotes `5 s` is two tokens, which
    // `syntax/arg.rs` joins for the same message.
    if unit.contains(char::is_whitespace) {
        return Err(NotADuration::Apart(text.split_whitespace().collect()));
    }
    let known = UNITS.iter().find(|(name, _)| *name == unit);
    known
        .map(|&(_, scale)| scale)
        .ok_or_else(|| NotADuration::UnknownUnit(unit.to_owned(), meant(unit)))
}

/// The unit that a wrong one probably stands for.
fn meant(unit: &str) -> Option<&'static str> {
    let lower = unit.trim().to_lowercase();
    let known = ALIASES
        .iter()
        .copied()
        .chain(UNITS.iter().map(|&(name, _)| (name, name)));
    // Looked up among aliases and units together: `mns` is closer to `mins` than to `m`.
    let names: Vec<(&str, &str)> = known.collect();
    let name = suggest::closest(&lower, names.iter().map(|&(name, _)| name))?;
    names
        .iter()
        .find(|&&(known, _)| known == name)
        .map(|&(_, unit)| unit)
}

/// `number` times `scale` nanoseconds, exactly or not at all.
fn scaled(number: &str, scale: u64) -> Option<Duration> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    // Floats would make 0.1s a little longer than 100ms, and the docs print this value. So the
    // digits behind the point are added one by one, each worth a tenth of the one before.
    let whole = whole.parse::<u128>().ok()?.checked_mul(u128::from(scale))?;
    let mut part = 0;
    let mut unit = u128::from(scale);
    for digit in fraction.trim_end_matches('0').bytes() {
        if !unit.is_multiple_of(10) {
            return None;
        }
        unit /= 10;
        part += u128::from(digit - b'0') * unit;
    }
    let nanos = whole.checked_add(part)?;
    let seconds = u64::try_from(nanos / 1_000_000_000).ok()?;
    let rest = u32::try_from(nanos % 1_000_000_000).ok()?;
    Some(Duration::new(seconds, rest))
}

/// Prints a duration as documentation does: `700ms`, `1.5s`, `1m 30s`.
pub(crate) fn print(duration: Duration) -> String {
    let (hours, minutes) = (duration.as_secs() / 3_600, duration.as_secs() / 60 % 60);
    let below_minute = Duration::new(duration.as_secs() % 60, duration.subsec_nanos());
    let mut text = String::new();
    for (count, unit) in [(hours, "h "), (minutes, "m ")] {
        if count > 0 {
            // Writing to a `String` cannot fail.
            _ = write!(text, "{count}{unit}");
        }
    }
    if below_minute > Duration::ZERO || text.is_empty() {
        text.push_str(&print_below_minute(below_minute));
    }
    text.trim_end().to_owned()
}

/// Prints a duration as an attribute takes it: `1m30s`.
pub(crate) fn print_compact(duration: Duration) -> String {
    print(duration).replace(' ', "")
}

/// Prints seconds with a fraction, or milliseconds below one second.
fn print_below_minute(duration: Duration) -> String {
    let (count, digits, unit) = if duration < Duration::from_secs(1) {
        (u128::from(duration.subsec_nanos()), 6, "ms")
    } else {
        (duration.as_nanos(), 9, "s")
    };
    let scale = 10_u128.pow(digits);
    let fraction = format!("{:0width$}", count % scale, width = digits as usize);
    let fraction = fraction.trim_end_matches('0');
    let dot = if fraction.is_empty() { "" } else { "." };
    match count {
        0 => "0s".to_owned(),
        _ => format!("{}{dot}{fraction}{unit}", count / scale),
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, NotADuration, parse, print};

    fn unknown(unit: &str, meant: Option<&'static str>) -> NotADuration {
        NotADuration::UnknownUnit(unit.to_owned(), meant)
    }

    #[test]
    fn reads_durations() {
        let table = [
            ("250ms", Ok(Duration::from_millis(250))),
            ("0s", Ok(Duration::ZERO)),
            ("1.5s", Ok(Duration::from_millis(1_500))),
            ("0.5ms", Ok(Duration::from_micros(500))),
            ("1.50s", Ok(Duration::from_millis(1_500))),
            ("1.5m", Ok(Duration::from_secs(90))),
            ("2m", Ok(Duration::from_mins(2))),
            ("1h", Ok(Duration::from_hours(1))),
            ("1_000ms", Ok(Duration::from_secs(1))),
            ("18446744073709551615s", Ok(Duration::from_secs(u64::MAX))),
            ("18446744073709551615m", Err(NotADuration::OutOfRange)),
            ("0.0000000001s", Err(NotADuration::OutOfRange)),
            (
                "999999999999999999999999999999999999999999s",
                Err(NotADuration::OutOfRange),
            ),
            ("", Err(NotADuration::NoNumber)),
            ("s", Err(NotADuration::NoNumber)),
            ("1.2.3s", Err(NotADuration::NoNumber)),
            ("-5s", Err(NotADuration::NoNumber)),
            ("5", Err(NotADuration::NoUnit("5".to_owned()))),
            ("1.5", Err(NotADuration::NoUnit("1.5".to_owned()))),
            ("2 s", Err(NotADuration::Apart("2s".to_owned()))),
            ("5sec", Err(unknown("sec", Some("s")))),
            ("5mins", Err(unknown("mins", Some("m")))),
            ("5secnds", Err(unknown("secnds", Some("s")))),
            ("5days", Err(unknown("days", None))),
            ("1e3s", Err(unknown("e", None))),
            ("1h30m", Ok(Duration::from_mins(90))),
            ("1h2m3.5s4ms", Ok(Duration::from_millis(3_723_504))),
            ("1h_30m", Ok(Duration::from_mins(90))),
            ("30m1h", Err(NotADuration::Disorder)),
            ("1h1h", Err(NotADuration::Disorder)),
            ("1h30", Err(NotADuration::NoUnit("1h30".to_owned()))),
            ("1h30 m", Err(NotADuration::Apart("1h30m".to_owned()))),
            ("1h 30m", Err(NotADuration::Apart("1h30m".to_owned()))),
            ("1h30days", Err(unknown("days", None))),
            ("18446744073709551615s1000ms", Err(NotADuration::OutOfRange)),
        ];
        for (text, expected) in table {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    /// The settings read the same table at run time.
    #[test]
    fn reads_durations_as_settings_do() {
        let table = include_str!("../../tests/durations.txt").lines().skip(1);
        let mut rows = 0;
        for (written, nanos) in table.map(|row| row.split_once('|').unwrap()) {
            let read = parse(written).map(|duration| duration.as_nanos());
            assert_eq!(read.ok(), nanos.parse().ok(), "{written}");
            rows += 1;
        }
        assert!(rows > 30);
    }

    #[test]
    fn prints_durations() {
        let table = [
            (Duration::ZERO, "0s"),
            (Duration::from_millis(700), "700ms"),
            (Duration::from_micros(1_500), "1.5ms"),
            (Duration::from_nanos(1), "0.000001ms"),
            (Duration::from_millis(1_500), "1.5s"),
            (Duration::from_mins(1), "1m"),
            (Duration::from_millis(90_500), "1m 30.5s"),
            (Duration::from_hours(1), "1h"),
            (Duration::from_secs(3_725), "1h 2m 5s"),
        ];
        for (duration, expected) in table {
            assert_eq!(print(duration), expected);
        }
    }
}
