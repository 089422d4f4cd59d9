//! The words of a schema, as docs.

use serde_json::Value;

use super::parts::Parts;
use super::shape::Shape;
use super::{shape, words};
use crate::document::Node;
use crate::text;

/// Longest list of values that is said.
const MOST_VALUES: usize = 24;

/// Docs of a named type.
pub(super) fn of_item(schema: &Node<'_>) -> Vec<String> {
    joined(schema.text("description"), schema)
}

/// Docs of a field: its own words, or those around the reference that it is.
pub(super) fn of_field(schema: &Node<'_>) -> Vec<String> {
    let own = schema.text("description");
    let around = || {
        let mut bare = schema.list("allOf").into_iter().filter(words::is_bare);
        bare.find_map(|element| element.text("description"))
    };
    joined(own.or_else(around), schema)
}

fn joined(description: Option<&str>, schema: &Node<'_>) -> Vec<String> {
    let mut lines = text::lines(description.unwrap_or_default());
    let deprecated = schema.is_set("deprecated").then_some("Deprecated.");
    let said = text::sentences([
        deprecated.unwrap_or_default().to_owned(),
        text::constraints(schema),
        values(schema).unwrap_or_default(),
    ]);
    if !said.is_empty() {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(text::paragraph(&said));
    }
    lines
}

/// Listed values of what is no enum in Rust.
fn values(schema: &Node<'_>) -> Option<String> {
    if schema.reference().is_some() {
        return None;
    }
    let parts = Parts::of(schema);
    let mut listed: Vec<(String, Option<&str>)> = Vec::new();
    let constants = shape::constants(&parts);
    // These are an enum in Rust, whose variants say it themselves.
    if matches!(shape::shape(&parts), Shape::Listed(_)) {
        return None;
    }
    listed.extend(
        constants
            .iter()
            .filter(|value| !value.is_null())
            .map(|value| (value.to_string(), None)),
    );
    for alternative in parts.get("oneOf").iter().flat_map(Node::items) {
        let constant = alternative.value().get("const");
        if let Some(value) = constant.filter(|value| value.is_number()) {
            listed.push((value.to_string(), alternative.text("title")));
        }
    }
    if listed.is_empty() {
        return None;
    }
    let more = match listed.len().saturating_sub(MOST_VALUES) {
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let listed = listed
        .iter()
        .take(MOST_VALUES)
        .map(|(value, title)| match title {
            Some(title) => format!("{} ({})", text::code(value), text::clause(title)),
            None => text::code(value),
        });
    let listed: Vec<String> = listed.collect();
    let one_of = if listed.len() == 1 {
        "Always"
    } else {
        "One of"
    };
    Some(format!("{one_of} {}{more}.", listed.join(", ")))
}

/// Docs of a listed value.
pub(super) fn of_value(alternative: &Node<'_>, value: &Value) -> Vec<String> {
    let description = alternative
        .text("description")
        .or_else(|| alternative.text("title"));
    // A title that is the value once more says nothing.
    let is_news = |text: &&str| Some(*text) != value.as_str();
    text::lines(description.filter(is_news).unwrap_or_default())
}
