//! Tells whether `null` is a value of a schema.

use serde_json::Value;

use super::words;
use crate::document::Node;

/// The depth to which unions and references are looked into.
const MAX_DEPTH: usize = 16;

/// Finds `null` in a schema: `nullable`, `type: [T, null]`, a union with `null`, `const: null`, `null` in an `enum`.
///
/// A reference is nullable if what it refers to is, or if it says so itself.
pub(crate) fn admits(schema: &Node<'_>) -> bool {
    admits_at(schema, MAX_DEPTH)
}

fn admits_at(schema: &Node<'_>, depth: usize) -> bool {
    if depth == 0 {
        return false;
    }
    // `nullable` of OpenAPI 3.0 and `type: null` of 3.1 are looked for in both: documents are converted from one to the
    // other, and keep what they had.
    if schema.is_set("nullable") || words::is_null(schema) {
        return true;
    }
    // What stands beside a reference was asked for above, so a reference that says `nullable` itself is nullable.
    if schema.reference().is_some() {
        return schema
            .resolve()
            .is_ok_and(|target| admits_at(&target, depth - 1));
    }
    let is_among = |key: &str, is_it: fn(&Value) -> bool| {
        let list = schema.value().get(key).and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(is_it))
    };
    if is_among("type", |of| of == "null") || is_among("enum", Value::is_null) {
        return true;
    }
    let some = |key: &str| {
        let list = schema.list(key);
        list.iter().any(|element| admits_at(element, depth - 1))
    };
    // Of an `allOf` all would have to. One that says so in words around a reference means the whole.
    let all_of = schema.list("allOf");
    let says_all = !all_of.is_empty() && all_of.iter().all(|element| admits_at(element, depth - 1));
    let in_words = all_of
        .iter()
        .any(|element| element.is_set("nullable") && words::is_bare(element));
    some("oneOf") || some("anyOf") || says_all || in_words
}
