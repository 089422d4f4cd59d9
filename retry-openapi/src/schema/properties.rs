//! Properties of an object, put together from the schemas that it meets.

use std::collections::HashSet;

use serde_json::Value;

use super::parts::Parts;
use super::words;
use crate::document::Node;

/// A property of one or more of the schemas that an object meets.
#[derive(Clone, Debug)]
pub(super) struct Property<'d> {
    pub(super) wire: &'d str,
    pub(super) schema: Node<'d>,
    /// Tells whether another schema gives it another type.
    pub(super) is_disputed: bool,
}

pub(super) fn has_properties(parts: &Parts<'_>) -> bool {
    parts.properties().next().is_some()
}

/// Names that some part requires.
pub(super) fn required<'d>(parts: &Parts<'d>) -> HashSet<&'d str> {
    let names = parts.list.iter().flat_map(|part| part.list("required"));
    names.filter_map(|name| name.value().as_str()).collect()
}

/// Properties of all parts in the order in which they first stand; of the types of one the last.
pub(super) fn all<'d>(parts: &Parts<'d>) -> Vec<Property<'d>> {
    let mut found: Vec<Property<'d>> = Vec::new();
    for (wire, schema) in parts.properties() {
        let Some(known) = found.iter_mut().find(|known| known.wire == wire) else {
            found.push(Property {
                wire,
                schema,
                is_disputed: false,
            });
            continue;
        };
        match compare(&known.schema, &schema) {
            Difference::None | Difference::LastSaysLess => {}
            Difference::LastSaysMore => known.schema = schema,
            Difference::Other => {
                known.schema = schema;
                known.is_disputed = true;
            }
        }
    }
    found
}

pub(super) fn names<'d>(properties: &[Property<'d>]) -> HashSet<&'d str> {
    properties.iter().map(|property| property.wire).collect()
}

/// The difference of a second schema of a property from the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Difference {
    None,
    LastSaysMore,
    LastSaysLess,
    Other,
}

fn compare(first: &Node<'_>, last: &Node<'_>) -> Difference {
    let (Ok(first), Ok(last)) = (first.resolve(), last.resolve()) else {
        return Difference::Other;
    };
    if first.id() == last.id() || first.value() == last.value() {
        return Difference::None;
    }
    let of = |schema: &Node<'_>| schema.value().get("type").cloned();
    let lists = |schema: &Node<'_>| schema.get("enum").is_some() || schema.get("const").is_some();
    let says_more = |schema: &Node<'_>| words::says_type(schema) || schema.get("allOf").is_some();
    match (of(&first), of(&last)) {
        // A property that is repeated with a description alone, or with `readOnly`, keeps the type that it has.
        _ if !says_more(&last) && of(&last).is_none() => Difference::LastSaysLess,
        _ if !says_more(&first) && of(&first).is_none() => Difference::LastSaysMore,
        // A constant narrows a string, and words around it change nothing.
        (a, b)
            if a == b
                && a.as_ref().is_some_and(Value::is_string)
                && a.as_ref().is_some_and(|it| it != "object" && it != "array") =>
        {
            if lists(&first) && !lists(&last) {
                Difference::LastSaysLess
            } else {
                Difference::LastSaysMore
            }
        }
        (_, None) | (None, _) if lists(&last) && !lists(&first) => Difference::LastSaysMore,
        _ => Difference::Other,
    }
}
