//! Describing a value that does not match without showing it.

use std::error::Error;
use std::fmt::{self, Write as _};

use serde_path_to_error::{Path, Segment};

/// The number of characters of a name in a response that a message shows.
const NAME: usize = 64;
/// The length from which a path in a message is cut: deep nesting must not fill a log either.
const PATH: usize = 256;

/// The place and the reason of a body that does not match, in words that hold no value of it.
///
/// It takes the place of the parser's own error, which repeats the value.
#[derive(Debug)]
pub(crate) struct Malformed(pub(crate) String);

#[cfg(any(
    feature = "xml",
    feature = "messagepack",
    feature = "cbor",
    feature = "protobuf"
))]
impl Malformed {
    /// The error of a format, at the path `at` and a place within the text or bytes.
    pub(crate) fn at(
        format: &str,
        path: &str,
        place: impl fmt::Display,
        reason: Option<&str>,
    ) -> Self {
        let reason = reason.map(|reason| format!(", {reason}"));
        let reason = reason.unwrap_or_default();
        Self(format!("{format} at `{path}`, {place}{reason}"))
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Malformed {}

/// The part of a deserializer's message about data that stems from the expected type.
///
/// Such messages have the value in front of the last `, expected `. Those of a type's own `Deserialize` may
/// have it anywhere, so nothing of them is shown.
pub(crate) fn expected(message: &str) -> Option<String> {
    let begins_with = |kinds: &[&str]| kinds.iter().any(|kind| message.starts_with(kind));
    if begins_with(&["missing field `", "duplicate field `"]) {
        return Some(message.to_owned());
    }
    if !begins_with(&[
        "invalid type: ",
        "invalid value: ",
        "invalid length ",
        "unknown variant `",
        "unknown field `",
    ]) {
        return None;
    }
    let (_, expected) = message.rsplit_once(", expected ")?;
    Some(format!("expected {expected}"))
}

/// The path to a value, with names that cannot fill or forge lines of a log.
pub(crate) fn path_text(path: &Path) -> String {
    let mut text = String::new();
    for segment in path {
        // Looked at before each segment and not while one is written: a path is cut between its
        // names.
        if text.len() > PATH {
            text.push('…');
            return text;
        }
        let name = match segment {
            Segment::Seq { index } => {
                // Writing to a `String` cannot fail.
                let _ = write!(text, "[{index}]");
                continue;
            }
            Segment::Map { key } => key,
            Segment::Enum { variant } => variant,
            Segment::Unknown => continue,
        };
        if !text.is_empty() {
            text.push('.');
        }
        push_name(&mut text, name);
    }
    if text.is_empty() {
        text.push('.');
    }
    text
}

pub(crate) fn push_name(text: &mut String, name: &str) {
    let mut characters = name.chars();
    // Escaped, since a name is chosen by the server: with a line break in it, it could write a line
    // of the log itself.
    text.extend(characters.by_ref().take(NAME).flat_map(char::escape_debug));
    if characters.next().is_some() {
        text.push('…');
    }
}
