//! The grammar of guards as text: items between commas, each a word, a percentage or `key = value`.

use std::fmt::Display;
use std::time::Duration;

use crate::policy::settings::value::duration;

/// The text between two commas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Item<'a> {
    /// `off`, `20%`
    Bare(&'a str),
    /// `over = 10s`
    Pair(&'a str, &'a str),
}

/// Reads the items of a text, which may end in a comma.
pub(crate) fn items(text: &str) -> Result<Vec<Item<'_>>, String> {
    let mut parts: Vec<&str> = text.split(',').map(str::trim).collect();
    if parts.last() == Some(&"") {
        parts.pop();
    }
    let mut items = Vec::new();
    // All are looked at before any is given out, so that no rule is read from half a text.
    for part in parts {
        let item = match part.split_once('=') {
            None if part.is_empty() => {
                return Err("there is nothing between two commas".to_owned());
            }
            None => Item::Bare(part),
            Some((key, value)) => match (key.trim(), value.trim()) {
                ("", _) | (_, "") => return Err(format!("`{part}` needs a key and a value")),
                (key, _) if has_key(&items, key) => return Err(twice(key)),
                (key, value) => Item::Pair(key, value),
            },
        };
        items.push(item);
    }
    Ok(items)
}

fn has_key(items: &[Item<'_>], key: &str) -> bool {
    let mut items = items.iter();
    items.any(|item| matches!(item, Item::Pair(known, _) if *known == key))
}

/// The error about a second item of one name.
pub(crate) fn twice(name: &str) -> String {
    format!("`{name}` is given twice; remove one")
}

/// The error about an item that a rule does not have.
pub(crate) fn unknown(rule: &str, key: &str, known: &str) -> String {
    format!("unknown `{rule}` option `{key}`; expected one of {known}")
}

/// Tells whether a time is between two others, both included.
pub(crate) const fn is_within(time: Duration, (least, most): (Duration, Duration)) -> bool {
    time.as_nanos() >= least.as_nanos() && time.as_nanos() <= most.as_nanos()
}

/// `20%`, a whole number from 1 to 100.
pub(crate) fn percent(text: &str) -> Result<u8, String> {
    let number = text.strip_suffix('%').and_then(whole::<u8>);
    number
        .filter(|percent| (1..=100).contains(percent))
        .ok_or_else(|| "write whole percent from 1 to 100, such as `20%`".to_owned())
}

/// A whole number: digits, and `_` between them.
pub(crate) fn whole<T: TryFrom<u64>>(text: &str) -> Option<T> {
    // `u64::from_str` also takes `+120`. An underscore in front is not a number in Rust either.
    let is_number = text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c == '_');
    let number = is_number.then(|| text.replace('_', "").parse::<u64>().ok())??;
    T::try_from(number).ok()
}

/// A duration between two others, both included.
pub(crate) fn duration_within(
    key: &str,
    text: &str,
    bounds: (Duration, Duration),
) -> Result<Duration, String> {
    let (least, most) = bounds;
    match duration(text) {
        None => Err(format!(
            "`{key}`: write a number and a unit, such as `250ms`, `2s` or `1m`"
        )),
        Some(read) if is_within(read, bounds) => Ok(read),
        Some(_) => Err(format!("`{key}` is between {least:?} and {most:?}")),
    }
}

/// A whole number between two others, both included.
pub(crate) fn whole_within<T>(key: &str, text: &str, least: T, most: T) -> Result<T, String>
where
    T: TryFrom<u64> + PartialOrd + Display,
{
    let bounds = least..=most;
    let number = whole(text).filter(|number| bounds.contains(number));
    number.ok_or_else(|| {
        let (least, most) = bounds.into_inner();
        format!("`{key}` is a whole number from {least} to {most}")
    })
}

/// Splits `500 per 1m` into the number and the period.
pub(crate) fn per(text: &str) -> Result<(&str, &str), String> {
    let mut words = text.split_whitespace();
    match (words.next(), words.next(), words.next(), words.next()) {
        (Some(count), Some("per"), Some(period), None) => Ok((count, period)),
        _ => Err(format!(
            "`{text}` is not a rate; write it such as `100 per 1s`"
        )),
    }
}
