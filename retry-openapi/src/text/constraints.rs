//! Demands of a schema on a value: said, not checked.

use serde_json::Value;

use super::escape::code;
use crate::document::Node;

/// Longest value that is quoted.
const LONGEST: usize = 120;

/// Default and constraints of a schema, in sentences; empty if it has none.
pub(crate) fn constraints(schema: &Node<'_>) -> String {
    let value = |key: &str| schema.value().get(key);
    let number = |key: &str| value(key).filter(|it| it.is_number()).map(Value::to_string);
    let mut said: Vec<String> = Vec::new();
    if let Some(default) = value("default").filter(|it| !it.is_null()) {
        said.extend(quoted(default).map(|it| format!("Default: {it}.")));
    }
    let format = value("format").and_then(Value::as_str);
    if let Some(format) = format.filter(|format| IS_SAID.contains(format)) {
        said.push(format!("Format: {}.", code(format)));
    }
    said.extend(range(number("minimum"), number("maximum"), ""));
    // A flag in OpenAPI 3.0, a number in 3.1.
    for (key, word) in [("exclusiveMinimum", "More"), ("exclusiveMaximum", "Less")] {
        match value(key) {
            Some(Value::Number(limit)) => said.push(format!("{word} than {limit}.")),
            Some(Value::Bool(true)) => said.push(format!("{word} than that.")),
            _ => {}
        }
    }
    said.extend(range(
        number("minLength"),
        number("maxLength"),
        " character",
    ));
    said.extend(range(number("minItems"), number("maxItems"), " item"));
    said.extend(range(
        number("minProperties"),
        number("maxProperties"),
        " property",
    ));
    said.extend(number("multipleOf").map(|it| format!("A multiple of {it}.")));
    if value("uniqueItems") == Some(&Value::Bool(true)) {
        said.push("Each item once.".to_owned());
    }
    if let Some(pattern) = value("pattern").and_then(quoted) {
        said.push(format!("Pattern: {pattern}."));
    }
    said.join(" ")
}

/// Formats whose type in Rust is a plain string.
const IS_SAID: [&str; 12] = [
    "date-time",
    "date",
    "time",
    "duration",
    "uuid",
    "decimal",
    "byte",
    "base64",
    "email",
    "uri",
    "ipv4",
    "ipv6",
];

/// Sentence on how large something is, or how many of it there are.
fn range(least: Option<String>, most: Option<String>, one: &str) -> Option<String> {
    let counted = most.as_ref().or(least.as_ref())?;
    let of = match one.strip_suffix('y') {
        // The larger number decides: `From 1 to 3 items`, and `At most 1 item`.
        _ if one.is_empty() || counted == "1" => one.to_owned(),
        Some(stem) => format!("{stem}ies"),
        None => format!("{one}s"),
    };
    match (least, most) {
        (Some(least), Some(most)) if least == most => Some(format!("Exactly {least}{of}.")),
        (Some(least), Some(most)) => Some(format!("From {least} to {most}{of}.")),
        (Some(least), None) => Some(format!("At least {least}{of}.")),
        (None, Some(most)) => Some(format!("At most {most}{of}.")),
        (None, None) => None,
    }
}

fn quoted(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Object(_) | Value::Array(_) if value.to_string().len() > LONGEST => return None,
        other => other.to_string(),
    };
    (!text.trim().is_empty() && text.len() <= LONGEST).then(|| code(&text))
}
