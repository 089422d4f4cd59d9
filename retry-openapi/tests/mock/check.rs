//! A request against a document: verb, path, parameters, body.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::check_body;
use crate::schema::{fits, resolve};
use crate::server::Request;

/// An operation, with the parameters of its path item, and what stands in the path.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) node: Value,
    parameters: Vec<Value>,
    segments: Vec<(String, String)>,
}

/// Finds the operation of a request, and its name, such as `GET /pets/{id}`.
pub(crate) fn operation(document: &Value, request: &Request) -> Option<(String, Operation)> {
    let paths = document["paths"].as_object()?;
    let verb = request.verb.to_ascii_lowercase();
    let mut found: Vec<(String, Operation)> = Vec::new();
    for (template, item) in paths {
        let item = resolve(document, item);
        let (Some(segments), Some(node)) = (segments(template, &request.path), item.get(&verb))
        else {
            continue;
        };
        let mut parameters = list(&item["parameters"]);
        parameters.extend(list(&node["parameters"]));
        let parameters = parameters
            .iter()
            .map(|it| resolve(document, it).clone())
            .collect();
        let operation = Operation {
            node: node.clone(),
            parameters,
            segments,
        };
        found.push((format!("{} {template}", request.verb), operation));
    }
    // A fixed segment is more specific than a placeholder.
    found.sort_by_key(|(_, operation)| operation.segments.len());
    found.into_iter().next()
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn segments(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let template = template.split(['?', '#']).next()?;
    let (wanted, given): (Vec<_>, Vec<_>) =
        (template.split('/').collect(), path.split('/').collect());
    if wanted.len() != given.len() {
        return None;
    }
    let mut found = Vec::new();
    for (wanted, given) in wanted.iter().zip(given) {
        match wanted
            .split_once('{')
            .and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            None if *wanted == given => {}
            None => return None,
            Some((before, (name, after))) => {
                let value = given.strip_prefix(before)?.strip_suffix(after)?;
                if value.is_empty() {
                    return None;
                }
                found.push((name.to_owned(), decoded(value)));
            }
        }
    }
    Some(found)
}

fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}

/// Pairs of a query or a form.
pub(crate) fn pairs(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let split = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    };
    pairs.map(split).collect()
}

/// Rules of the document that a request breaks.
pub(crate) fn violations(
    document: &Value,
    operation: &Operation,
    request: &Request,
) -> Vec<String> {
    let mut found = Vec::new();
    let queries = pairs(&request.query);
    let mut known_queries: Vec<String> = Vec::new();
    for parameter in &operation.parameters {
        let name = parameter["name"].as_str().unwrap();
        let place = parameter["in"].as_str().unwrap();
        let schema = resolve(document, &parameter["schema"]);
        let values: Vec<String> = match place {
            "path" => of(&operation.segments, name),
            "header" => request
                .header(&name.to_ascii_lowercase())
                .map(str::to_owned)
                .into_iter()
                .collect(),
            "cookie" => cookies(request, name),
            _ => {
                known_queries.extend(names(document, parameter, schema));
                of(&queries, name)
            }
        };
        if ["accept", "content-type", "authorization"].contains(&&*name.to_ascii_lowercase()) {
            continue;
        }
        let is_object = schema["type"] == "object";
        if values.is_empty() && parameter["required"] == true && !is_object {
            found.push(format!("{place} `{name}` is missing"));
        }
        let is_joined = place == "header" || parameter["explode"] == false;
        for value in values {
            let values: Vec<&str> = if is_joined && schema["type"] == "array" {
                value.split(',').collect()
            } else {
                vec![&value]
            };
            for value in values {
                let of_one = if schema["type"] == "array" {
                    &schema["items"]
                } else {
                    schema
                };
                if !fits(document, of_one, &typed(document, of_one, value)) {
                    found.push(format!("{place} `{name}`: {value:?} does not fit {of_one}"));
                }
            }
        }
    }
    for (name, _) in &queries {
        if !known_queries.iter().any(|known| known == name) {
            found.push(format!("query `{name}` is not declared"));
        }
    }
    found.extend(check_body::body(document, operation, request));
    found
}

fn of(pairs: &[(String, String)], name: &str) -> Vec<String> {
    let pairs = pairs.iter().filter(|(known, _)| known == name);
    pairs.map(|(_, value)| value.clone()).collect()
}

fn cookies(request: &Request, name: &str) -> Vec<String> {
    let cookies = request.header("cookie").unwrap_or_default();
    let pairs = cookies.split("; ").filter_map(|pair| pair.split_once('='));
    let pairs = pairs.filter(|(known, _)| *known == name);
    pairs.map(|(_, value)| value.to_owned()).collect()
}

/// Names under which a query parameter may come.
fn names(document: &Value, parameter: &Value, schema: &Value) -> Vec<String> {
    let name = parameter["name"].as_str().unwrap().to_owned();
    let schema = resolve(document, schema);
    let is_deep = parameter["style"] == "deepObject";
    let alternatives = ["anyOf", "oneOf"].map(|key| schema[key].as_array());
    let alternatives = alternatives.into_iter().flatten().flatten();
    let mut keys: Vec<String> = alternatives
        .chain([schema])
        .filter_map(|it| resolve(document, it)["properties"].as_object())
        .flat_map(|properties| properties.keys().cloned())
        .collect();
    if is_deep && schema["type"] == "array" {
        keys.extend((0..8).map(|index| index.to_string()));
    }
    let mut names: Vec<String> = keys
        .into_iter()
        .map(|key| {
            if is_deep {
                format!("{name}[{key}]")
            } else {
                key
            }
        })
        .collect();
    names.push(name);
    names
}

/// A text as the value that it stands for.
pub(crate) fn typed(document: &Value, schema: &Value, text: &str) -> Value {
    let schema = resolve(document, schema);
    let alternatives = ["anyOf", "oneOf"].map(|key| schema[key].as_array());
    for alternative in alternatives.into_iter().flatten().flatten() {
        let value = typed(document, alternative, text);
        if fits(document, alternative, &value) {
            return value;
        }
    }
    match schema["type"].as_str() {
        Some("integer" | "number" | "boolean") => {
            serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
        }
        _ => Value::String(text.to_owned()),
    }
}
