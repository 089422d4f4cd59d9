//! Responses: the examples of a document, or values that its schemas admit.

use serde_json::{Map, Value, json};

use crate::schema::resolve;

/// Status, media type and body of the first successful response, of the media type that is asked for.
pub(crate) fn response(
    document: &Value,
    operation: &Value,
    accept: &str,
) -> (u16, String, Vec<u8>) {
    let responses = operation["responses"].as_object().expect("responses");
    let good = responses.iter().find(|(status, _)| status.starts_with('2'));
    let (status, response) = good.unwrap_or_else(|| responses.iter().next().expect("a response"));
    let status = status.parse().unwrap_or(200);
    let content = resolve(document, response)["content"]
        .as_object()
        .cloned()
        .unwrap_or_default();
    let of = |text: &str| content.iter().find(|(media, _)| media.contains(text));
    let stream = ["ndjson", "event-stream"]
        .iter()
        .find(|it| accept.contains(**it))
        .and_then(|it| of(it));
    let Some((media, node)) = stream
        .or_else(|| of("application/json"))
        .or_else(|| content.iter().next())
    else {
        let status = if status == 200 { 204 } else { status };
        return (status, String::new(), Vec::new());
    };
    let value = example(document, node);
    let body = match (media.as_str(), &value) {
        (media, value) if media.ends_with("ndjson") => format!("{value}\n{value}\n").into_bytes(),
        (media, value) if media.contains("json") => value.to_string().into_bytes(),
        ("text/event-stream", value) => format!("data: {value}\n\n").into_bytes(),
        (_, Value::String(text)) => text.clone().into_bytes(),
        (_, value) => value.to_string().into_bytes(),
    };
    (status, media.clone(), body)
}

fn example(document: &Value, media: &Value) -> Value {
    if let Some(example) = media.get("example") {
        return example.clone();
    }
    let named = media["examples"].as_object();
    let named = named.and_then(|examples| examples.values().next());
    match named.map(|example| &resolve(document, example)["value"]) {
        Some(value) if !value.is_null() => value.clone(),
        _ => of_schema(document, &media["schema"], 0),
    }
}

fn of_schema(document: &Value, schema: &Value, depth: usize) -> Value {
    let schema = resolve(document, schema);
    if depth > 8 {
        return Value::Null;
    }
    for key in ["example", "const", "default"] {
        if let Some(value) = schema.get(key) {
            return value.clone();
        }
    }
    if let Some(first) = schema["enum"].as_array().and_then(|list| list.first()) {
        return first.clone();
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let mut object = Map::new();
        for part in parts {
            if let Value::Object(part) = of_schema(document, part, depth + 1) {
                object.extend(part);
            }
        }
        return Value::Object(object);
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(first) = schema[key].as_array().and_then(|list| list.first()) {
            return of_schema(document, first, depth + 1);
        }
    }
    match schema["type"].as_str() {
        Some("string") => json!("text"),
        Some("integer") => json!(1),
        Some("number") => json!(1.5),
        Some("boolean") => json!(true),
        Some("array") => json!([of_schema(document, &schema["items"], depth + 1)]),
        _ => {
            let properties = schema["properties"]
                .as_object()
                .cloned()
                .unwrap_or_default();
            let entries = properties
                .iter()
                .map(|(name, of)| (name.clone(), of_schema(document, of, depth + 1)));
            Value::Object(entries.collect())
        }
    }
}
