//! The kind of value that a schema describes, before any name is given.

use serde_json::Value;

use super::parts::Parts;
use super::properties::has_properties;
use super::words;
use crate::document::Node;

/// The depth to which bases of bases are looked through.
const MOST_BASES: usize = 8;

/// The kind of value that a schema describes.
#[derive(Clone, Debug)]
pub(super) enum Shape<'d> {
    /// Whatever it is; with the reason, if that is worth a note.
    Any(Option<String>),
    Bool,
    Integer,
    Number,
    Text,
    /// Strings that are listed.
    Listed(Vec<&'d Value>),
    List(Option<Node<'d>>),
    Tuple(Vec<Node<'d>>),
    /// Properties, known or not. The unions stand beside them.
    Object {
        unions: Vec<Union<'d>>,
    },
    Union(Union<'d>),
}

/// A schema with `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(super) struct Union<'d> {
    /// The schema.
    pub(super) holder: Node<'d>,
    /// Its alternatives as they stand, `null` left out.
    pub(super) alternatives: Vec<Node<'d>>,
    pub(super) is_any_of: bool,
}

/// Kind of a schema that was taken apart.
pub(super) fn shape<'d>(parts: &Parts<'d>) -> Shape<'d> {
    let unions = unions(parts);
    let types = parts
        .get("type")
        .map(|of| words::types(&of))
        .unwrap_or_default();
    let is_object = is_object(parts);
    if types.len() > 1 {
        return several(parts, &types);
    }
    let of = types.first().copied();
    // A type beside a union is one of three things: it says that all alternatives are objects, it narrows scalars, or
    // it is said again by each.
    match (of, unions.as_slice()) {
        (None | Some("object"), [union]) if !is_object => return Shape::Union(union.clone()),
        (Some("string" | "integer" | "number" | "boolean"), [union]) if !parts.has("enum") => {
            return scalars(parts, of, union);
        }
        (Some("array"), [union]) if !parts.has("items") => return Shape::Union(union.clone()),
        _ => {}
    }
    if is_object && matches!(of, None | Some("object")) || of == Some("object") || unions.len() > 1
    {
        return Shape::Object { unions };
    }
    by_type(parts, of)
}

/// Kind of a schema that is neither an object nor a union.
fn by_type<'d>(parts: &Parts<'d>, of: Option<&str>) -> Shape<'d> {
    match of {
        Some("string") => listed(parts, true).map_or(Shape::Text, Shape::Listed),
        Some("integer") => Shape::Integer,
        Some("number") => Shape::Number,
        Some("boolean") => Shape::Bool,
        Some("array") => list(parts),
        Some("any") => Shape::Any(None),
        Some(other) => Shape::Any(Some(format!("`{other}` is no type of a schema"))),
        None if parts.has("items") || parts.has("prefixItems") => list(parts),
        None => untyped(parts),
    }
}

fn untyped<'d>(parts: &Parts<'d>) -> Shape<'d> {
    if let Some(values) = listed(parts, false) {
        return Shape::Listed(values);
    }
    let values = constants(parts);
    let mut values = values.iter().filter(|value| !value.is_null());
    if let Some(first) = values.next() {
        let kind = |value: &Value| match value {
            Value::Bool(_) => Some(0),
            Value::Number(number) if !number.is_f64() => Some(1),
            Value::Number(_) => Some(2),
            _ => None,
        };
        let first = kind(first);
        let kinds = values.map(|value| kind(value)).chain([first]);
        return match kinds.reduce(|a, b| if a == b { a } else { None }).flatten() {
            Some(0) => Shape::Bool,
            Some(1) => Shape::Integer,
            Some(_) => Shape::Number,
            None => Shape::Any(None),
        };
    }
    let unsupported = ["not", "if", "$dynamicRef", "$recursiveRef"];
    let unsupported = unsupported.iter().find(|key| parts.has(key));
    Shape::Any(unsupported.map(|key| format!("`{key}` says nothing of the type")))
}

/// Several types: a union of them.
fn several<'d>(parts: &Parts<'d>, types: &[&str]) -> Shape<'d> {
    // Five types are any value but one or two, and a `Value` is easier to use than an enum of as many variants.
    if types.len() >= 5 {
        return Shape::Any(None);
    }
    if let Some(values) = listed(parts, false) {
        return Shape::Listed(values);
    }
    if let ["integer", "number"] | ["number", "integer"] = types {
        return Shape::Number;
    }
    let Some(holder) = parts.list.last() else {
        return Shape::Any(None);
    };
    // Each name of a type stands for the schema that has no other.
    Shape::Union(Union {
        holder: holder.clone(),
        alternatives: {
            let types = parts.items("type").into_iter();
            types.filter(|of| of.value() != "null").collect()
        },
        is_any_of: false,
    })
}

/// A union beside a type that is no object: of strings, or else only constraints.
fn scalars<'d>(parts: &Parts<'d>, of: Option<&str>, union: &Union<'d>) -> Shape<'d> {
    let says_more = union.alternatives.iter().any(|alternative| {
        let alternative = alternative.resolve();
        alternative.is_ok_and(|it| {
            it.get("enum").is_some() || it.get("const").is_some() || it.get("type").is_some()
        })
    });
    // For other scalars the alternatives are bounds, such as `oneOf: [{minimum: 1}, {maximum: -1}]`, which no type can
    // say.
    if of == Some("string") && says_more {
        return Shape::Union(union.clone());
    }
    by_type(parts, of)
}

fn is_object(parts: &Parts<'_>) -> bool {
    has_properties(parts)
        || parts.has("patternProperties")
        || parts
            .get("additionalProperties")
            .is_some_and(|it| *it.value() != Value::Bool(false))
}

fn list<'d>(parts: &Parts<'d>) -> Shape<'d> {
    let rest = parts.get("items").filter(|it| !it.value().is_array());
    // A list of schemas in `items` is what `prefixItems` was before.
    let before = || parts.get("items").filter(|it| it.value().is_array());
    if let Some(first) = parts.get("prefixItems").or_else(before) {
        // With `items` there may be more than a tuple holds.
        let is_whole = rest.is_none_or(|rest| rest.value().is_boolean());
        if is_whole && (1..=12).contains(&first.items().len()) {
            return Shape::Tuple(first.items());
        }
        return Shape::List(None);
    }
    Shape::List(rest)
}

/// Values of `enum` or `const`.
pub(super) fn constants<'d>(parts: &Parts<'d>) -> Vec<&'d Value> {
    if let Some(value) = parts.get("const") {
        return vec![value.value()];
    }
    parts.items("enum").iter().map(Node::value).collect()
}

/// Listed values, if they are strings. Where the type says so, numbers and the like are strings that YAML took for others.
fn listed<'d>(parts: &Parts<'d>, is_typed: bool) -> Option<Vec<&'d Value>> {
    let values: Vec<&Value> = constants(parts)
        .into_iter()
        .filter(|value| !value.is_null())
        .collect();
    let is_text = |value: &Value| {
        value.is_string() || (is_typed && (value.is_number() || value.is_boolean()))
    };
    (!values.is_empty() && values.iter().all(|value| is_text(value))).then_some(values)
}

/// Unions of all parts that say something of types; those that are only about what is required do not.
fn unions<'d>(parts: &Parts<'d>) -> Vec<Union<'d>> {
    let mut found = Vec::new();
    for part in &parts.list {
        for (key, is_any_of) in [("oneOf", false), ("anyOf", true)] {
            let all = part.list(key);
            let has_others = all.len() > 1;
            let is_null =
                |it: &Node<'_>| words::is_null(it) || has_others && words::is_null_object(it);
            let alternatives: Vec<Node<'d>> = all.into_iter().filter(|it| !is_null(it)).collect();
            // `Cat: allOf [Pet]`, where `Pet: oneOf [Cat, Dog]`: read as a union beside its own properties, a cat would
            // contain itself.
            if builds_on(parts, part, &alternatives) {
                continue;
            }
            if alternatives.iter().any(says_more_than_required) {
                found.push(Union {
                    holder: part.clone(),
                    alternatives,
                    is_any_of,
                });
            }
        }
    }
    found
}

/// Tells whether a union is that of a base, which lists what builds on it. For a schema that builds on the base it says
/// nothing more, and would be read again and again.
fn builds_on(parts: &Parts<'_>, base: &Node<'_>, alternatives: &[Node<'_>]) -> bool {
    let is_own = parts.list.last().is_some_and(|own| own.id() == base.id());
    !is_own && alternatives.iter().any(|it| reaches(it, base, MOST_BASES))
}

/// Tells whether a schema has another in its `allOf`.
fn reaches(schema: &Node<'_>, base: &Node<'_>, depth: usize) -> bool {
    let Ok(schema) = schema.resolve() else {
        return false;
    };
    let mut bases = schema.list("allOf").into_iter();
    schema.id() == base.id() || depth > 0 && bases.any(|it| reaches(&it, base, depth - 1))
}

fn says_more_than_required(alternative: &Node<'_>) -> bool {
    let Some(words) = alternative.value().as_object() else {
        return true;
    };
    let is_constraint = |key: &str| {
        matches!(
            key,
            "required"
                | "not"
                | "description"
                | "title"
                | "minProperties"
                | "maxProperties"
                | "pattern"
                | "minLength"
                | "maxLength"
        )
    };
    let is_object = words.get("type").is_none_or(|of| of == "object");
    !(is_object && words.keys().all(|key| key == "type" || is_constraint(key)))
}
