//! Reading JSON, and describing JSON that does not match without showing any of its values.

use serde_json::error::Category;

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
    let outline = T::list_from_json(json, places);
    let outline = outline.map_err(|error| {
        let found = T::find_error_in_list(json, places);
        describe(error, found, line_and_column)
    })?;
    let Outline { items, next } = outline;
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
    T::from_json(json).map_err(|error| describe(error, T::find_error(json), place))
}

/// The failure for an error of the parser, and for the same error with the path to its place if that was
/// found.
fn describe(
    error: serde_json::Error,
    found: Option<serde_path_to_error::Error<serde_json::Error>>,
    place: fn(&serde_json::Error) -> String,
) -> Box<Failure> {
    let (path, error) = match found {
        Some(found) => (path_text(found.path()), found.into_inner()),
        None => (".".to_owned(), error),
    };
    let mut detail = format!("at `{path}`{}", place(&error));
    if let Some(reason) = reason(&error) {
        detail += ", ";
        detail += &reason;
    }
    // The parser's own error is no source: it repeats the value.
    Failure::new(ErrorKind::Decode).because(detail)
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
