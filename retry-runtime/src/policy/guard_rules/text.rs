//! The grammar of guards as text: items between commas, each a word, a percentage or `key = value`.

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

/// Reads the items of a text; a comma at the end is fine.
pub(crate) fn items(text: &str) -> Result<Vec<Item<'_>>, String> {
    let mut parts: Vec<&str> = text.split(',').map(str::trim).collect();
    if parts.last() == Some(&"") {
        parts.pop();
    }
    let item = |part: &&'_ str| match part.split_once('=') {
        _ if part.is_empty() => Err("there is nothing between two commas".to_owned()),
        Some((key, value)) if key.trim().is_empty() || value.trim().is_empty() => {
            Err(format!("`{part}` needs a key and a value"))
        }
        None | Some(_) => Ok(()),
    };
    // All are looked at before any is given out, so that no rule is told of half a text.
    parts.iter().try_for_each(item)?;
    let items = parts.into_iter().map(|part| match part.split_once('=') {
        None => Item::Bare(part),
        Some((key, value)) => Item::Pair(key.trim(), value.trim()),
    });
    Ok(items.collect())
}

/// Puts a value into its place, unless one is there already.
pub(crate) fn set<T>(place: &mut Option<T>, key: &str, value: T) -> Result<(), String> {
    if place.is_some() {
        return Err(format!("`{key}` is given twice; remove one"));
    }
    *place = Some(value);
    Ok(())
}

/// `20%`, a whole number from 1 to 100.
pub(crate) fn percent(text: &str) -> Result<u8, String> {
    let number = text.strip_suffix('%').and_then(whole::<u8>);
    number
        .filter(|percent| (1..=100).contains(percent))
        .ok_or_else(|| "write whole percent from 1 to 100, such as `20%`".to_owned())
}

/// A whole number, digits only but for `_` between them.
pub(crate) fn whole<T: TryFrom<u64>>(text: &str) -> Option<T> {
    // `u64::from_str` also takes `+120`, and an underscore in front is no number in Rust either.
    let is_number = text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c == '_');
    let number = is_number.then(|| text.replace('_', "").parse::<u64>().ok())??;
    T::try_from(number).ok()
}

/// A duration between two others, both included.
pub(crate) fn duration_within(
    key: &str,
    text: &str,
    (least, most): (Duration, Duration),
) -> Result<Duration, String> {
    let Some(read) = duration(text) else {
        return Err(format!(
            "`{key}`: write a number and a unit, such as `250ms`, `2s` or `1m`"
        ));
    };
    if read < least || read > most {
        return Err(format!("`{key}` is between {least:?} and {most:?}"));
    }
    Ok(read)
}

/// A whole number between two others, both included.
pub(crate) fn whole_within(key: &str, text: &str, least: u32, most: u32) -> Result<u32, String> {
    whole(text)
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| format!("`{key}` is a whole number from {least} to {most}"))
}

/// `500 per 1m`, taken apart.
pub(crate) fn per(text: &str) -> Result<(&str, &str), String> {
    let mut words = text.split_whitespace();
    match (words.next(), words.next(), words.next(), words.next()) {
        (Some(count), Some("per"), Some(period), None) => Ok((count, period)),
        _ => Err(format!(
            "`{text}` is not a rate; write it such as `100 per 1s`"
        )),
    }
}

/// Sets a flag, unless it is set already.
pub(crate) fn set_flag(flag: &mut bool, key: &str) -> Result<(), String> {
    if std::mem::replace(flag, true) {
        return Err(format!("`{key}` is given twice; remove one"));
    }
    Ok(())
}
