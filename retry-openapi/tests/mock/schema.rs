//! Values against schemas, as far as these documents need it.

use serde_json::Value;

/// The value that a reference leads to; any other value as it is.
pub(crate) fn resolve<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => {
            let pointer = reference.strip_prefix('#').expect("a local reference");
            let target = document
                .pointer(pointer)
                .expect("a reference that leads somewhere");
            resolve(document, target)
        }
        None => value,
    }
}

/// Tells whether a value fits a schema.
pub(crate) fn fits(document: &Value, schema: &Value, value: &Value) -> bool {
    let schema = resolve(document, schema);
    let all = |key: &str| schema[key].as_array().cloned().unwrap_or_default();
    if value.is_null() && schema["nullable"] == true {
        return true;
    }
    let (any, one) = (all("anyOf"), all("oneOf"));
    all("allOf").iter().all(|part| fits(document, part, value))
        && (any.is_empty() || any.iter().any(|part| fits(document, part, value)))
        && (one.is_empty() || one.iter().any(|part| fits(document, part, value)))
        && (schema["enum"].is_null() || all("enum").contains(value))
        && (schema["const"].is_null() || schema["const"] == *value)
        && is_of_type(&schema["type"], value)
        && in_range(schema, value)
        && parts_fit(document, schema, value)
}

fn is_of_type(of: &Value, value: &Value) -> bool {
    match of {
        Value::Array(list) => list.iter().any(|of| is_of_type(of, value)),
        Value::String(of) => match of.as_str() {
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            "null" => value.is_null(),
            _ => true,
        },
        _ => true,
    }
}

fn in_range(schema: &Value, value: &Value) -> bool {
    let limit = |key: &str| schema[key].as_f64();
    let Some(value) = value.as_f64() else {
        return true;
    };
    limit("minimum").is_none_or(|least| value >= least)
        && limit("maximum").is_none_or(|most| value <= most)
}

fn parts_fit(document: &Value, schema: &Value, value: &Value) -> bool {
    match value {
        Value::Array(list) => {
            let items = &schema["items"];
            items.is_null() || list.iter().all(|item| fits(document, items, item))
        }
        Value::Object(object) => {
            let required = schema["required"].as_array().cloned().unwrap_or_default();
            let is_there = |name: &Value| {
                let name = name.as_str().unwrap();
                object.contains_key(name) || schema["properties"][name]["readOnly"] == true
            };
            let known = |name: &str| schema["properties"].get(name);
            let fit = |(name, value): (&String, &Value)| match known(name) {
                Some(property) => fits(document, property, value),
                None => match &schema["additionalProperties"] {
                    Value::Bool(is_allowed) => *is_allowed,
                    Value::Null => true,
                    of => fits(document, of, value),
                },
            };
            required.iter().all(is_there) && object.iter().all(fit)
        }
        _ => true,
    }
}
