//! One value of the settings, and its conversions into what a policy takes.

use std::fmt;
use std::time::Duration;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

use crate::status_set::StatusSet;

/// A value of any format. Environment variables are always text, so text is accepted for every type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Flag(bool),
    Whole(u64),
    Real(f64),
    Text(String),
    List(Vec<Value>),
}

impl Value {
    pub(crate) fn flag(&self) -> Result<bool, String> {
        match self {
            Self::Flag(flag) => Ok(*flag),
            Self::Text(text) if text == "true" => Ok(true),
            Self::Text(text) if text == "false" => Ok(false),
            _ => Err("write `true` or `false`".to_owned()),
        }
    }

    pub(crate) fn whole<N: TryFrom<u64>>(&self) -> Result<N, String> {
        let whole = match self {
            Self::Whole(whole) => Some(*whole),
            Self::Text(text) => text.parse().ok(),
            _ => None,
        };
        whole
            .and_then(|whole| N::try_from(whole).ok())
            .ok_or_else(|| "write a whole number".to_owned())
    }

    pub(crate) fn real(&self) -> Result<f64, String> {
        let real = match self {
            Self::Real(real) => Some(*real),
            Self::Text(text) => text.parse().ok(),
            _ => self.whole::<u32>().ok().map(f64::from),
        };
        real.ok_or_else(|| "write a number".to_owned())
    }

    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            _ => "",
        }
    }

    pub(crate) fn duration(&self) -> Result<Duration, String> {
        duration(self.text())
            .ok_or_else(|| "write a number and a unit, such as `250ms`, `2s` or `1m`".to_owned())
    }

    /// The entries of a list. Any other value is a list of one.
    pub(crate) fn entries(&self) -> &[Self] {
        match self {
            Self::List(entries) => entries,
            one => std::slice::from_ref(one),
        }
    }

    /// Statuses and ranges of them, `[429, "502..=504"]`.
    pub(crate) fn statuses(&self) -> Result<StatusSet, String> {
        let mut all = StatusSet::NONE;
        for entry in self.entries() {
            let (first, last) = match entry.text().split_once("..=") {
                Some((first, last)) => (first.parse().ok(), last.parse().ok()),
                None => (entry.whole().ok(), entry.whole().ok()),
            };
            let (Some(first @ 100..), Some(last @ ..=599)) = (first, last) else {
                return Err(
                    "write statuses between 100 and 599, such as `[429, \"502..=504\"]`".to_owned(),
                );
            };
            if first > last {
                return Err(format!(
                    "`{first}..={last}` is empty; write `{last}..={first}`"
                ));
            }
            let set = StatusSet::range(first, last);
            if set.overlaps(StatusSet::range(200, 299)) {
                return Err("a 2xx status is a success and cannot be retried".to_owned());
            }
            // `StatusSet` would panic: in a constant that fails the build, but here it would end the
            // program.
            if all.overlaps(set) {
                return Err(format!("{first} is listed twice; remove one"));
            }
            all = all.and(set);
        }
        Ok(all)
    }
}

/// The units, with their nanoseconds.
const UNITS: [(&str, u128); 4] = [
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// Reads `250ms`, `1.5s`, `1_000ms` or `1h30m`: the grammar of the attributes, each unit once and the
/// longest first.
pub(crate) fn duration(text: &str) -> Option<Duration> {
    let text = text.replace('_', "");
    let (mut sum, mut previous, mut rest) = (Duration::ZERO, u128::MAX, &*text);
    // At least once: an empty text has no unit and is rejected.
    while !rest.is_empty() || previous == u128::MAX {
        let (number, after) = split_off(rest, |c| c.is_ascii_digit() || c == '.');
        let (unit, after) = split_off(after, |c| !c.is_ascii_digit());
        let (_, scale) = *UNITS.iter().find(|(name, _)| *name == unit)?;
        if scale >= previous {
            return None;
        }
        sum = sum.checked_add(scaled(number, scale)?)?;
        (previous, rest) = (scale, after);
    }
    Some(sum)
}

/// Splits before the first character that does not belong.
fn split_off(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !belongs(c)).unwrap_or(text.len()))
}

/// Multiplies `1.5` with nanoseconds, exactly or not at all: a float could be a nanosecond off.
fn scaled(number: &str, scale: u128) -> Option<Duration> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let mut nanos = whole.parse::<u128>().ok()?.checked_mul(scale)?;
    let mut place = scale;
    for digit in fraction.trim_end_matches('0').chars() {
        if !place.is_multiple_of(10) {
            return None;
        }
        place /= 10;
        nanos = nanos.checked_add(u128::from(digit.to_digit(10)?) * place)?;
    }
    let seconds = u64::try_from(nanos / 1_000_000_000).ok()?;
    let rest = u32::try_from(nanos % 1_000_000_000).ok()?;
    Some(Duration::new(seconds, rest))
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, a text, a flag or a list")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_u64<E>(self, whole: u64) -> Result<Value, E> {
        Ok(Value::Whole(whole))
    }

    fn visit_i64<E>(self, whole: i64) -> Result<Value, E> {
        // No setting is below zero. As text it is rejected in the words of its key.
        Ok(u64::try_from(whole).map_or_else(|_| Value::Text(whole.to_string()), Value::Whole))
    }

    fn visit_f64<E>(self, real: f64) -> Result<Value, E> {
        Ok(Value::Real(real))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(entry) = entries.next_element()? {
            list.push(entry);
        }
        Ok(Value::List(list))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    /// The macros read the same table.
    #[test]
    fn durations_are_written_as_in_the_attributes() {
        let table = include_str!("../../../../tests/durations.txt")
            .lines()
            .skip(1);
        let mut rows = 0;
        for (written, nanos) in table.map(|row| row.split_once('|').unwrap()) {
            let read = duration(written).map(|duration| duration.as_nanos());
            assert_eq!(read, nanos.parse().ok(), "{written}");
            rows += 1;
        }
        assert!(rows > 30);
    }

    #[test]
    fn the_error_about_an_invalid_duration_shows_how_to_write_one() {
        assert_eq!(text("2s").duration(), Ok(Duration::from_secs(2)));
        for value in [text("2"), Value::Whole(2)] {
            assert!(
                value
                    .duration()
                    .unwrap_err()
                    .contains("a number and a unit")
            );
        }
    }

    #[test]
    fn numbers_and_flags_may_be_text() {
        assert_eq!(text("7").whole::<u32>(), Ok(7));
        assert_eq!(Value::Whole(7).whole::<u32>(), Ok(7));
        assert!(Value::Whole(u64::MAX).whole::<u32>().is_err());
        assert!(Value::Flag(true).whole::<u32>().is_err());
        assert_eq!(text("1.5").real(), Ok(1.5));
        assert_eq!(Value::Whole(2).real(), Ok(2.0));
        assert_eq!(Value::Real(2.5).real(), Ok(2.5));
        assert!(Value::Flag(true).real().is_err());
        assert_eq!(
            [true, false].map(|is| Value::Flag(is).flag()),
            [Ok(true), Ok(false)]
        );
        assert_eq!(
            ["true", "false"].map(|is| text(is).flag()),
            [Ok(true), Ok(false)]
        );
        assert!(text("off").flag().is_err());
        assert_eq!(Value::Whole(1).text(), "");
    }

    #[test]
    fn values_of_any_format_are_read() {
        let read = |json| serde_json::from_str::<Value>(json);
        let table = [
            ("true", Value::Flag(true)),
            ("7", Value::Whole(7)),
            ("-7", text("-7")),
            ("1.5", Value::Real(1.5)),
            (r#""2s""#, text("2s")),
            (
                r#"[429, "502..=504"]"#,
                Value::List(vec![Value::Whole(429), text("502..=504")]),
            ),
        ];
        for (json, expected) in table {
            assert_eq!(read(json).unwrap(), expected, "{json}");
        }
        let error = read("null").unwrap_err().to_string();
        assert!(
            error.contains("a number, a text, a flag or a list"),
            "{error}"
        );
    }

    #[test]
    fn a_formats_own_whole_number_may_have_a_sign() {
        use serde::de::IntoDeserializer;
        let read = |whole: i64| {
            let own: serde::de::value::I64Deserializer<serde::de::value::Error> =
                whole.into_deserializer();
            Value::deserialize(own).unwrap()
        };
        assert_eq!([7, -7].map(read), [Value::Whole(7), text("-7")]);
    }

    #[test]
    fn statuses_are_numbers_and_ranges() {
        let list = |entries: &[&str]| {
            Value::List(entries.iter().map(|entry| text(entry)).collect()).statuses()
        };
        assert_eq!(
            list(&["429", "502..=504"]),
            Ok(StatusSet::of(&[429, 502, 503, 504]))
        );
        assert_eq!(Value::Whole(429).statuses(), Ok(StatusSet::of(&[429])));
        assert_eq!(
            list(&["100", "503..=503", "599"]),
            Ok(StatusSet::of(&[100, 503, 599]))
        );
        let (outside, success) = ("between 100 and 599", "a 2xx status is a success");
        for (wrong, why) in [
            (&["99"][..], outside),
            (&["600"], outside),
            (&["99..=101"], outside),
            (&["598..=600"], outside),
            (&["429..430"], outside),
            (&["busy"], outside),
            (&["200"], success),
            (&["199..=200"], success),
            (&["299..=300"], success),
            (&["504..=502"], "write `502..=504`"),
            (&["429", "429"], "429 is listed twice"),
        ] {
            let error = list(wrong).unwrap_err();
            assert!(error.contains(why), "{wrong:?}: {error}");
        }
    }
}
