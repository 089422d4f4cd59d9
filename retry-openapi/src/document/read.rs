//! From bytes to values, within limits.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde_json::Value;
use serde_saphyr::options::DuplicateKeyPolicy;

use super::value;
use crate::error::Error;

/// Largest document, and largest sum of its files.
pub(super) const MAX_BYTES: usize = 64 << 20;

/// The text of a file.
pub(super) fn file(path: &Path) -> Result<String, Error> {
    let shown = path.display();
    text(open(path).map_err(|error| Error::new(format!("cannot read `{shown}`: {error}")))?)
}

/// The file of this path.
pub(super) fn open(path: &Path) -> io::Result<File> {
    // On Unix a directory can be opened, and only reading it fails, with words that say nothing of directories.
    if path.is_dir() {
        return Err(io::Error::other("it is a directory"));
    }
    File::open(path)
}

/// All of a text, unless it is too large.
pub(super) fn text(reader: impl Read) -> Result<String, Error> {
    let mut bytes = Vec::new();
    // One byte beyond the limit is enough to tell that there are too many; the rest is never read.
    let limit = MAX_BYTES as u64 + 1;
    reader
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::new(format!("cannot read the document: {error}")))?;
    check_size(bytes.len())?;
    String::from_utf8(bytes).map_err(|_| Error::new("the document is not UTF-8 text"))
}

pub(super) fn check_size(bytes: usize) -> Result<(), Error> {
    if bytes > MAX_BYTES {
        return Err(Error::new("the document is over 64 MiB"));
    }
    Ok(())
}

/// The value of a text in JSON or YAML; `name` is that of its file.
pub(super) fn parse(text: &str, name: &str) -> Result<Value, Error> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // JSON is tried first where it may be some: its parser is the faster one, and names the place of an error.
    let begins_as_json = text.trim_start().starts_with('{');
    let json_error = if begins_as_json {
        match json(text) {
            Ok(value) => return Ok(value),
            Err(error) => Some(error),
        }
    } else {
        None
    };
    let not_json =
        |error: &serde_json::Error| Error::new(format!("the document is not JSON: {error}"));
    // YAML, of which JSON is a part, also reads what is wrong in JSON.
    if let Some(error) = &json_error
        && name.to_ascii_lowercase().ends_with(".json")
    {
        return Err(not_json(error));
    }
    yaml(text).map_err(|error| match json_error {
        Some(error) => not_json(&error),
        None => Error::new(format!("the document is neither JSON nor YAML: {error}")),
    })
}

fn json(text: &str) -> serde_json::Result<Value> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    // Its own limit is 128; ours is in `value`.
    deserializer.disable_recursion_limit();
    let value = value::read(&mut deserializer, text.len())?;
    deserializer.end()?;
    Ok(value)
}

fn yaml(text: &str) -> Result<Value, serde_saphyr::Error> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            // Counted by `value` as well, aliases included.
            max_events: 20_000_000,
            max_nodes: value::MAX_VALUES,
            max_depth: value::MAX_DEPTH,
            flow_nesting_limit: value::MAX_DEPTH,
            // One anchor for an object that each operation repeats is common.
            enforce_alias_anchor_ratio: false,
        },
        duplicate_keys: DuplicateKeyPolicy::LastWins,
        // YAML 1.2, as OpenAPI says: `on`, `0755` and `1_000` in enums and examples are texts.
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        null_as_string: true,
        non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    };
    serde_saphyr::with_deserializer_from_str_with_options(text, options, |deserializer| {
        value::read(deserializer, text.len())
    })
}
