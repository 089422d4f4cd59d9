//! From bytes to values, within limits.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{Document, File};
use crate::Error;

/// Largest document.
const MAX_BYTES: usize = 64 << 20;

pub(super) fn from_path(path: &Path) -> Result<Document, Error> {
    let size = fs::metadata(path).map_err(|error| Error::new(error.to_string()))?;
    if size.len() > MAX_BYTES as u64 {
        return Err(Error::new("the document is over 64 MiB"));
    }
    let text = fs::read_to_string(path).map_err(|error| Error::new(error.to_string()))?;
    document(&text, Some(path))
}

pub(super) fn from_text(text: &str) -> Result<Document, Error> {
    document(text, None)
}

fn document(text: &str, path: Option<&Path>) -> Result<Document, Error> {
    let value = parse(text)?;
    let odd_version = version(&value)?;
    let file = File {
        name: String::new(),
        path: path.map(Path::to_path_buf),
        value,
    };
    Ok(Document {
        files: vec![file],
        odd_version,
    })
}

fn parse(text: &str) -> Result<Value, Error> {
    if text.len() > MAX_BYTES {
        return Err(Error::new("the document is over 64 MiB"));
    }
    if text.trim_start().starts_with('{')
        && let Ok(value) = serde_json::from_str(text)
    {
        return Ok(value);
    }
    serde_saphyr::from_str(text).map_err(|error| Error::new(error.to_string()))
}

/// Checks the version, and returns one that is read as another.
fn version(value: &Value) -> Result<Option<String>, Error> {
    if value.get("swagger").is_some() {
        return Err(Error::new(
            "this is a Swagger 2.0 document; convert it to OpenAPI 3 first",
        ));
    }
    match value.get("openapi").and_then(Value::as_str) {
        Some(version) if version.starts_with("3.0") || version.starts_with("3.1") => Ok(None),
        Some(version) if version.starts_with("3.") => Ok(Some(version.to_owned())),
        _ => Err(Error::new("this is not an OpenAPI 3.0 or 3.1 document")),
    }
}

impl Document {
    /// Index of the file that a reference in `from` names.
    pub(super) fn file_from(&self, from: usize, name: &str) -> Result<usize, String> {
        let _ = (&self.files[from].path, from);
        Err(format!("the file `{name}` was not read"))
    }
}
