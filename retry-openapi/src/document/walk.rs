//! References and their targets in a file, found without knowing what its parts are.

use serde_json::Value;

/// References and their targets, as they stand in a file.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// References to files, without fragments, in the order in which they stand.
    pub(super) files: Vec<String>,
    /// `$id`s and pointers to them.
    pub(super) ids: Vec<(String, String)>,
    /// `$anchor`s and pointers to them.
    pub(super) anchors: Vec<(String, String)>,
}

/// The meaning of an object's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keys {
    /// Keywords of OpenAPI or JSON Schema.
    Words,
    /// Names that the document gives: `default` may be one of them.
    Names,
    /// Names, and references as plain texts.
    Mapping,
}

pub(super) fn find(file: &Value) -> Found {
    let mut found = Found::default();
    search(file, Keys::Words, "", &mut found);
    found
}

fn search(value: &Value, keys: Keys, pointer: &str, found: &mut Found) {
    match value {
        // Parameters of an operation, unlike those of `components`, are a list, whose elements have no names.
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                search(value, Keys::Words, &format!("{pointer}/{index}"), found);
            }
        }
        Value::Object(map) => {
            for (key, value) in map {
                let place = || format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                match (keys, value) {
                    (Keys::Words, Value::String(text)) => word(key, text, pointer, found),
                    (Keys::Mapping, Value::String(text)) => file_of(text, found),
                    (Keys::Words, value) => {
                        if let Some(keys) = inside(key) {
                            search(value, keys, &place(), found);
                        }
                    }
                    (Keys::Names | Keys::Mapping, value) => {
                        search(value, Keys::Words, &place(), found);
                    }
                }
            }
        }
        _ => {}
    }
}

/// The meaning of the keys of a keyword's value; `None` if it is data.
fn inside(key: &str) -> Option<Keys> {
    match key {
        // What looks like a reference in data is data: following it would read files that the document does not have.
        "example" | "examples" | "default" | "enum" | "const" => None,
        "mapping" => Some(Keys::Mapping),
        // Below these a key is a name of the document, so that a property called `default` or `$ref` is looked into.
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas"
        | "schemas" | "responses" | "parameters" | "requestBodies" | "headers"
        | "securitySchemes" | "links" | "callbacks" | "pathItems" | "paths" | "webhooks"
        | "content" | "encoding" | "variables" => Some(Keys::Names),
        key if key.starts_with("x-") => None,
        _ => Some(Keys::Words),
    }
}

fn word(key: &str, text: &str, pointer: &str, found: &mut Found) {
    match key {
        "$ref" => file_of(text, found),
        "$id" => found
            .ids
            .push((text.trim_end_matches('#').to_owned(), pointer.to_owned())),
        "$anchor" => found.anchors.push((text.to_owned(), pointer.to_owned())),
        _ => {}
    }
}

fn file_of(reference: &str, found: &mut Found) {
    let file = reference.split('#').next().unwrap_or_default();
    // Few files are named often. A list that is searched keeps them in order, so notes have the same order each time.
    if !file.is_empty() && !found.files.iter().any(|known| known == file) {
        found.files.push(file.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::find;

    #[test]
    fn references_in_data_are_data() {
        let file = json!({
            "schemas": {"default": {"$ref": "a.yaml#/A"}, "b": {"default": {"$ref": "no.yaml"}}},
            "example": {"$ref": "no.yaml"},
            "x-more": {"$ref": "no.yaml"},
            "enum": [{"$ref": "no.yaml"}],
            "responses": {"default": {"$ref": "b.yaml"}},
            "parameters": [{"$ref": "e.yaml#/limit"}],
            "discriminator": {"mapping": {"cat": "c.yaml#/Cat", "dog": "#/Dog"}},
            "properties": {"$ref": {"$ref": "d.yaml"}},
        });
        assert_eq!(
            find(&file).files,
            ["a.yaml", "b.yaml", "e.yaml", "c.yaml", "d.yaml"]
        );
    }
}
