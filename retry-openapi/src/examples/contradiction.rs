//! Examples that are not what their own schemas say.
//!
//! Only what no type could survive is looked for: values of another kind, `null` where none may be, properties that are
//! required and absent. Values that are not listed, patterns and bounds are no concern of the types.

use serde_json::{Map, Number, Value};

use crate::document::Node;
use crate::schema::admits_null;

/// The depth to which schemas are followed.
const MAX_DEPTH: usize = 64;

/// The contradiction between an example and its schema, if there is one.
pub(super) fn find(schema: &Node<'_>, value: &Value) -> Option<String> {
    let (place, what) = at(schema, None, value, MAX_DEPTH)?;
    Some(match place.as_str() {
        "" => what,
        place => format!("`{}` is {what}", place.trim_start_matches('.')),
    })
}

/// The place in the example, and what is wrong there.
type Found = (String, String);

/// Looks into a value. `whole` is the schema that this one is a part of by `allOf`.
fn at(schema: &Node<'_>, whole: Option<&Node<'_>>, value: &Value, depth: usize) -> Option<Found> {
    // At the depth at which nothing is looked for any more, the example is believed: an ignored test hides more than
    // one that fails.
    if depth == 0 || (value.is_null() && admits_null(schema)) {
        return None;
    }
    let schema = schema.resolve().ok()?;
    let whole = whole.unwrap_or(&schema);
    let here = |what: String| Some((String::new(), what));
    let mut all_of = schema.list("allOf").into_iter();
    if let Some(found) = all_of.find_map(|part| at(&part, Some(whole), value, depth - 1)) {
        return Some(found);
    }
    for key in ["oneOf", "anyOf"] {
        let any = schema.list(key);
        let mut found = any.iter().map(|part| at(part, None, value, depth - 1));
        if !any.is_empty() && found.all(|it| it.is_some()) {
            return here(format!(
                "{}, which no alternative of the schema admits",
                kind(value)
            ));
        }
    }
    let types = types(&schema);
    if !types.is_empty() && !types.iter().any(|of| is_of(value, of)) {
        return here(format!(
            "{}, where the schema has {}",
            kind(value),
            types.join(" or ")
        ));
    }
    if let (Some(number), Some(format)) = (value.as_number(), schema.text("format"))
        && is_beyond(number, format)
    {
        return here(format!("{number}, which is no {format}"));
    }
    match value {
        Value::Object(map) => in_object(&schema, whole, map, depth),
        Value::Array(list) => in_list(&schema, list, depth),
        _ => None,
    }
}

fn in_object(
    schema: &Node<'_>,
    whole: &Node<'_>,
    map: &Map<String, Value>,
    depth: usize,
) -> Option<Found> {
    let properties = schema.get("properties");
    let property = |name: &str| properties.as_ref().and_then(|it| it.get(name));
    let required = schema.list("required");
    let required: Vec<&str> = required
        .iter()
        .filter_map(|it| it.value().as_str())
        .collect();
    for &name in &required {
        // A name without a property has no field.
        let is_field = declared(whole, name, depth).is_some_and(|it| !it.is_set("writeOnly"));
        if is_field && !map.contains_key(name) {
            return Some((
                String::new(),
                format!("an object without `{name}`, which is required"),
            ));
        }
    }
    let others = schema.get("additionalProperties");
    map.iter().find_map(|(name, value)| {
        let own = property(name);
        // A field that may be absent may be `null` as well.
        if value.is_null() && own.is_some() && !required.contains(&name.as_str()) {
            return None;
        }
        let schema = own.or_else(|| others.clone())?;
        let (place, what) = at(&schema, None, value, depth - 1)?;
        Some((format!(".{name}{place}"), what))
    })
}

/// A property of a schema, or of one that it takes in by `allOf`.
fn declared<'d>(whole: &Node<'d>, name: &str, depth: usize) -> Option<Node<'d>> {
    let own = whole.get("properties").and_then(|it| it.get(name));
    own.or_else(|| {
        let parts = whole.get("allOf").filter(|_| depth > 0)?.items();
        parts
            .iter()
            .find_map(|part| declared(&part.resolve().ok()?, name, depth - 1))
    })
}

fn in_list(schema: &Node<'_>, list: &[Value], depth: usize) -> Option<Found> {
    let first = schema.list("prefixItems");
    let rest = schema.get("items");
    list.iter().enumerate().find_map(|(index, value)| {
        let schema = first.get(index).or(rest.as_ref())?;
        let (place, what) = at(schema, None, value, depth - 1)?;
        Some((format!("[{index}]{place}"), what))
    })
}

fn types<'d>(schema: &Node<'d>) -> Vec<&'d str> {
    match schema.value().get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is_of(value: &Value, of: &str) -> bool {
    match (value, of) {
        (Value::Null, "null")
        | (Value::Bool(_), "boolean")
        | (Value::Number(_), "number")
        | (Value::String(_), "string")
        | (Value::Array(_), "array")
        | (Value::Object(_), "object") => true,
        (Value::Number(number), "integer") => !number.is_f64(),
        (_, of) => !matches!(
            of,
            "null" | "boolean" | "number" | "integer" | "string" | "array" | "object"
        ),
    }
}

fn is_beyond(number: &Number, format: &str) -> bool {
    match format {
        "int32" => number.as_i64().is_none_or(|it| i32::try_from(it).is_err()),
        "uint32" | "u-int32" => number.as_u64().is_none_or(|it| u32::try_from(it).is_err()),
        "uint64" | "u-int64" => number.as_u64().is_none(),
        _ => false,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "`null`",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a fraction",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::find;
    use crate::document::Document;

    fn found(schema: &Value, example: &Value) -> Option<String> {
        let text = json!({"openapi": "3.1.0", "x": schema, "Base": {"properties": {"b": {}}}});
        let document = Document::parse(&text.to_string()).expect("it is a document");
        find(&document.root().get("x").expect("it is there"), example)
    }

    #[test]
    fn what_no_type_survives_is_found() {
        let pet = json!({"type": "object", "required": ["id", "rest"], "properties": {
            "id": {"type": "integer", "format": "int32"}, "tag": {"type": "string"},
            "tags": {"type": "array", "items": {"type": ["string", "null"]}}}});
        let cases = [
            (json!([]), "a list, where the schema has object"),
            (json!({}), "an object without `id`, which is required"),
            (
                json!({"id": null}),
                "`id` is `null`, where the schema has integer",
            ),
            (
                json!({"id": 1.5}),
                "`id` is a fraction, where the schema has integer",
            ),
            (
                json!({"id": 3_000_000_000_u64}),
                "`id` is 3000000000, which is no int32",
            ),
            (
                json!({"id": 1, "tags": ["a", 2]}),
                "`tags[1]` is an integer, where the schema has string or null",
            ),
        ];
        for (example, why) in cases {
            assert_eq!(found(&pet, &example).as_deref(), Some(why), "{example}");
        }
        for example in [
            json!({"id": 1}),
            json!({"id": 1, "tag": null, "tags": [null], "more": 1}),
        ] {
            assert_eq!(found(&pet, &example), None, "{example}");
        }
    }

    #[test]
    fn alternatives_and_parts_are_looked_into() {
        let either = json!({"oneOf": [{"type": "string"}, {"type": "null"}]});
        assert_eq!(found(&either, &json!(null)), None);
        assert_eq!(
            found(&either, &json!(1)).as_deref(),
            Some("an integer, which no alternative of the schema admits")
        );
        let both = json!({"allOf": [{"$ref": "#/Base"}, {"required": ["b"]}]});
        assert_eq!(
            found(&both, &json!({})).as_deref(),
            Some("an object without `b`, which is required")
        );
        assert_eq!(found(&both, &json!({"b": 1})), None);
    }
}
