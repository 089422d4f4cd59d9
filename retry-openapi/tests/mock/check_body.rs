//! The body of a request, held against its document.

use serde_json::{Map, Value};

use crate::check::{Operation, pairs, typed};
use crate::schema::{fits, resolve};
use crate::server::Request;

pub(crate) fn body(document: &Value, operation: &Operation, request: &Request) -> Vec<String> {
    let declared = resolve(document, &operation.node["requestBody"]);
    let sent = request.header("content-type").unwrap_or_default();
    let media = sent.split(';').next().unwrap_or_default().trim();
    if declared.is_null() || media.is_empty() {
        let is_missing = declared["required"] == true && media.is_empty();
        let is_odd = declared.is_null() && !request.body.is_empty();
        return match (is_missing, is_odd) {
            (true, _) => vec!["the body is missing".to_owned()],
            (_, true) => vec!["there is a body".to_owned()],
            _ => Vec::new(),
        };
    }
    let Some(content) = declared["content"].get(media) else {
        return vec![format!("`{media}` is not declared")];
    };
    let schema = &content["schema"];
    let value = match media {
        media if media.ends_with("json") => {
            serde_json::from_slice(&request.body).unwrap_or(Value::Null)
        }
        "application/x-www-form-urlencoded" => {
            form(document, schema, &String::from_utf8_lossy(&request.body))
        }
        "multipart/form-data" => parts(document, schema, sent, &request.body),
        _ => return Vec::new(),
    };
    if fits(document, schema, &value) {
        return Vec::new();
    }
    vec![format!("the body does not fit: {value}")]
}

/// A form as an object, with brackets as nesting.
fn form(document: &Value, schema: &Value, text: &str) -> Value {
    let schema = resolve(document, schema);
    if schema["type"] == "string" {
        return Value::String(text.to_owned());
    }
    let mut object = Map::new();
    for (name, value) in pairs(text) {
        if let Some((outer, inner)) = name.strip_suffix(']').and_then(|name| name.split_once('[')) {
            let entry = object
                .entry(outer)
                .or_insert_with(|| Value::Object(Map::new()));
            entry[inner] = typed(
                document,
                &schema["properties"][outer]["properties"][inner],
                &value,
            );
        } else {
            let value = typed(document, &schema["properties"][&name], &value);
            object.insert(name, value);
        }
    }
    Value::Object(object)
}

/// Parts as an object; several of one name are a list.
fn parts(document: &Value, schema: &Value, media: &str, body: &[u8]) -> Value {
    let schema = resolve(document, schema);
    let boundary = media.split("boundary=").nth(1).unwrap_or_default();
    let text = String::from_utf8_lossy(body);
    let mut object = Map::new();
    for part in text.split(&format!("--{boundary}")) {
        let Some((head, value)) = part.trim_start().split_once("\r\n\r\n") else {
            continue;
        };
        let name = head
            .split("name=\"")
            .nth(1)
            .and_then(|it| it.split('"').next())
            .unwrap();
        let value = value.strip_suffix("\r\n").unwrap_or(value);
        let property = resolve(document, &schema["properties"][name]);
        let is_list = property["type"] == "array";
        let of_one = if is_list {
            &property["items"]
        } else {
            property
        };
        let is_json = head.to_ascii_lowercase().contains("application/json");
        let value = if is_json {
            serde_json::from_str(value).unwrap()
        } else {
            typed(document, of_one, value)
        };
        let entry = object
            .entry(name)
            .or_insert_with(|| Value::Array(Vec::new()));
        match entry {
            Value::Array(list) if is_list => list.push(value),
            entry => *entry = value,
        }
    }
    Value::Object(object)
}
