//! Reading JSON, and describing JSON that does not match without showing any of its values.

use serde_json::Deserializer;
use serde_json::error::Category;
use serde_path_to_error::{Path, Track};

use crate::decode::describe::{expected, path_text, push_name};
use crate::decode::from_json::FromJson;
use crate::decode::outline::{Outline, Places};
use crate::error::{ErrorKind, Failure};

/// The text without a byte order mark, which RFC 8259, 8.1, lets a reader skip.
pub(crate) fn without_mark(json: &[u8]) -> &[u8] {
    json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json)
}

/// Reads a value from JSON; the failure names path, line, column and expected type.
pub(crate) fn read_json<T: FromJson>(json: &[u8]) -> Result<T, Box<Failure>> {
    read_or_describe(json, line_and_column)
}

/// Reads a value from JSON in one line; the failure names path and expected type.
#[cfg(feature = "sse")]
pub(crate) fn read_json_line<T: FromJson>(json: &[u8]) -> Result<T, Box<Failure>> {
    read_or_describe(json, |_| String::new())
}

/// Reads the list in a JSON document, and what stands beside it.
pub(crate) fn read_list<T: FromJson>(
    json: &[u8],
    places: Places<'_>,
) -> Result<(Vec<T>, Option<String>), Box<Failure>> {
    let mut reader = Deserializer::from_slice(json);
    // To the end of the document too, or two documents one behind the other would pass for the
    // first.
    let read = places.read(&mut reader);
    let outline = read.and_then(|outline| reader.end().map(|()| outline));
    let Outline { items, next } = outline.map_err(|error| {
        let mut track = Track::new();
        let mut reader = Deserializer::from_slice(json);
        let traced = serde_path_to_error::Deserializer::new(&mut reader, &mut track);
        let found = places.read::<T, _>(traced).err();
        describe(
            error,
            found.map(|error| (track.path(), error)),
            line_and_column,
        )
    })?;
    let items = items.ok_or_else(|| missing_list(places.items))?;
    Ok((items, next))
}

/// The failure of a document in which nothing is where its list should be.
pub(crate) fn missing_list(items: &str) -> Box<Failure> {
    let mut path = String::new();
    push_name(&mut path, items);
    Failure::new(ErrorKind::Decode).because(format!("at `{path}`, missing list"))
}

fn read_or_describe<T: FromJson>(
    json: &[u8],
    place: fn(&serde_json::Error) -> String,
) -> Result<T, Box<Failure>> {
    serde_json::from_slice(json).map_err(|error| {
        // Once more, now with the path to the place that is wrong. Keeping track of it costs time, so
        // it is done for bodies that are known to be wrong.
        let mut reader = Deserializer::from_slice(json);
        let found = serde_path_to_error::deserialize::<_, T>(&mut reader).err();
        let found = found.map(|found| (found.path().clone(), found.into_inner()));
        describe(error, found, place)
    })
}

/// The failure for an error of the parser, and for the same error with the path to its place if that was
/// found.
fn describe(
    error: serde_json::Error,
    found: Option<(Path, serde_json::Error)>,
    place: fn(&serde_json::Error) -> String,
) -> Box<Failure> {
    let (path, error) = match found {
        Some((path, error)) => (path_text(&path), error),
        None => (".".to_owned(), error),
    };
    let reason = reason(&error).map(|reason| format!(", {reason}"));
    let (place, reason) = (place(&error), reason.unwrap_or_default());
    // The parser's own error is not kept as the source, since it repeats the value.
    Failure::new(ErrorKind::Decode).because(format!("at `{path}`{place}{reason}"))
}

fn line_and_column(error: &serde_json::Error) -> String {
    format!(", line {} column {}", error.line(), error.column())
}

/// The part of the parser's message that stems from the expected type, or from the parser alone.
fn reason(error: &serde_json::Error) -> Option<String> {
    let message = error.to_string();
    // serde_json appends the place to its message; the path is told in front, and says more.
    let message = message
        .rsplit_once(" at line ")
        .map_or(&*message, |(message, _)| message);
    // Of syntax errors the message is the parser's own, and names characters at most.
    if error.classify() != Category::Data {
        return Some(message.to_owned());
    }
    expected(message)
}
