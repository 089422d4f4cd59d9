//! Keywords whose values are not of the kind that they have to be.

use serde_json::Value;

use super::parts::Parts;
use crate::document::Node;

/// The kind of a keyword's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    List,
    Object,
    /// The name of a type, or a list of such.
    Types,
}

const KINDS: [(&str, Kind); 12] = [
    ("$ref", Kind::Text),
    ("type", Kind::Types),
    ("format", Kind::Text),
    ("oneOf", Kind::List),
    ("anyOf", Kind::List),
    ("allOf", Kind::List),
    ("prefixItems", Kind::List),
    ("enum", Kind::List),
    ("required", Kind::List),
    ("properties", Kind::Object),
    ("patternProperties", Kind::Object),
    ("discriminator", Kind::Object),
];

/// Notes on malformed parts of a schema, which is read as if they were not there.
pub(super) fn parts<'d>(parts: &Parts<'d>) -> Vec<(Node<'d>, String)> {
    let broken = parts.broken.iter();
    let broken = broken.map(|(element, why)| (element.clone(), format!("{why}; left out")));
    let own = parts.list.iter();
    let own = own.flat_map(|part| keywords(part).into_iter().map(|why| (part.clone(), why)));
    broken.chain(own).collect()
}

fn keywords(schema: &Node<'_>) -> Vec<String> {
    let wrong = KINDS.iter().filter_map(|(key, kind)| {
        let value = schema.value().get(key)?;
        let what = match kind {
            _ if fits(*kind, value) => return None,
            Kind::Text => "a string",
            Kind::List => "a list",
            Kind::Object => "an object",
            Kind::Types => "the name of a type, or a list of names",
        };
        Some(format!("`{key}` has to be {what}; it is left out"))
    });
    wrong.collect()
}

fn fits(kind: Kind, value: &Value) -> bool {
    match kind {
        Kind::Text => value.is_string(),
        Kind::List => value.is_array(),
        Kind::Object => value.is_object(),
        // YAML's `type: null`, and `[string, null]`, without quotes.
        Kind::Types => match value {
            Value::String(_) | Value::Null => true,
            Value::Array(list) => list.iter().all(|it| it.is_string() || it.is_null()),
            _ => false,
        },
    }
}
