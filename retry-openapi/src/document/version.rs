//! The version of OpenAPI that a document is written in.

use serde_json::Value;

use crate::error::Error;

/// Checks the version. Returns one that is read as if it were 3.1.
pub(super) fn check(document: &Value) -> Result<Option<String>, Error> {
    if let Some(version) = document.get("swagger") {
        let version = plain(version);
        return Err(Error::new(format!(
            "this is a Swagger {version} document; convert it to OpenAPI 3.0 or 3.1 first"
        )));
    }
    let version = document.get("openapi").map(plain);
    let Some(version) = version else {
        return Err(Error::new(
            "this is not an OpenAPI document: there is no `openapi` at its top that says its version",
        ));
    };
    // The patch version says nothing about what a document may contain, and is often not a number.
    let mut parts = version.split('.');
    match (parts.next(), parts.next()) {
        (Some("3"), Some("0" | "1")) => Ok(None),
        // Its additions are few and optional, so most such documents lose nothing.
        (Some("3"), Some("2")) => Ok(Some(version)),
        _ => Err(Error::new(format!(
            "OpenAPI `{version}` is not supported; 3.0 and 3.1 are"
        ))),
    }
}

/// Text of a version, which YAML may take for a number.
fn plain(version: &Value) -> String {
    match version {
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}
