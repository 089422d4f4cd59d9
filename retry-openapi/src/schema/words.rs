//! Keywords, by what they are for.

use serde_json::Value;

use crate::document::Node;

/// Keywords that say of which type a value is.
const SHAPES: [&str; 13] = [
    "properties",
    "additionalProperties",
    "patternProperties",
    "items",
    "prefixItems",
    "enum",
    "const",
    "oneOf",
    "anyOf",
    "allOf",
    "format",
    "required",
    "$ref",
];

/// Tells whether a schema, its `allOf` apart, says something of the type. `type: object` alone says no more than the
/// `allOf` beside it.
pub(super) fn says_type(schema: &Node<'_>) -> bool {
    let has_shape = SHAPES
        .iter()
        .any(|key| *key != "allOf" && schema.get(key).is_some());
    has_shape
        || schema.text("type").is_some_and(|of| of != "object")
        || schema.get("type").is_some_and(|of| of.value().is_array())
}

/// Tells whether a schema is nothing but words around others.
pub(super) fn is_bare(schema: &Node<'_>) -> bool {
    schema.get("type").is_none() && !SHAPES.iter().any(|key| schema.get(key).is_some())
}

/// Tells whether `null` and nothing else is a value of this schema, as in `anyOf: [T, {type: null}]`.
pub(super) fn is_null(schema: &Node<'_>) -> bool {
    let Value::Object(words) = schema.value() else {
        return schema.value().is_null();
    };
    match (words.get("type"), words.get("const"), words.get("enum")) {
        (Some(Value::String(of)), _, _) if of == "null" => true,
        // `type: [null]` is allowed, and generators write it.
        (Some(Value::Array(list)), _, _) => list.len() == 1 && list[0] == "null",
        // YAML's `type: null` without quotes.
        (Some(Value::Null), _, _) | (_, Some(Value::Null), _) => true,
        (_, _, Some(Value::Array(list))) => !list.is_empty() && list.iter().all(Value::is_null),
        (None, None, None) => schema.is_set("nullable") && is_bare(schema),
        _ => false,
    }
}

/// Tells whether this is but `{type: object, nullable: true}`, which documents of .NET write for `null` beside others.
pub(super) fn is_null_object(schema: &Node<'_>) -> bool {
    let is_word = |key: &String| matches!(&**key, "type" | "nullable" | "description" | "title");
    schema.text("type") == Some("object")
        && schema.is_set("nullable")
        && schema
            .value()
            .as_object()
            .is_some_and(|words| words.keys().all(is_word))
}

/// Names in `type`, `null` left out.
pub(super) fn types<'d>(of: &Node<'d>) -> Vec<&'d str> {
    match of.value() {
        Value::String(name) if name != "null" => vec![name.as_str()],
        Value::Array(list) => list
            .iter()
            .filter_map(Value::as_str)
            .filter(|name| *name != "null")
            .collect(),
        _ => Vec::new(),
    }
}
