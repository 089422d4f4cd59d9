//! Tests at the end of a module: each JSON example of a 2xx response decodes into its type and
//! encodes to an equal value.
//!
//! Two values are equal if they agree in everything that the types keep. The types ignore
//! properties that the schema does not declare, so the expected value leaves them out, and it
//! treats `null` like an absent property.
//!
//! The expected value is derived from the types alone. It must never come from serde, or the test
//! would compare serde with itself. An example that contradicts its own schema becomes a note, and
//! its test is ignored, so that the user sees the mistake of the document and the module still
//! passes.

mod contradiction;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Map, Value};

use crate::document::Node;
use crate::notes::Notes;
use crate::text;
use crate::types::{Field, Kind, Struct, Type, Types};

/// The test module; `None` if there are no examples. `decoded` are media type objects and what they decode into.
pub(crate) fn tests(
    types: &Types,
    decoded: &[(Node<'_>, Type)],
    notes: &Notes,
) -> Option<TokenStream> {
    let mut tests = Vec::new();
    for (media, of) in decoded {
        for example in examples(media) {
            let value = as_json(types, of, example.value());
            // An example that contradicts its schema is a mistake of the document. Its test is kept, and ignored with
            // the reason, so that a corrected document shows that it passes.
            let ignored = ignored(media, &example, &value, notes);
            let (name, place) = (
                format_ident!("example_{}", tests.len() + 1),
                example.pointer(),
            );
            let expected = kept(types, of, &value).to_string();
            let (value, of) = (value.to_string(), types.print(of));
            tests.push(quote! {
                #ignored
                fn #name() {
                    check::<#of>(#place, #value, #expected);
                }
            });
        }
    }
    if tests.is_empty() {
        return None;
    }
    let check = check();
    Some(quote! {
        #[cfg(test)]
        mod examples {
            use super::*;

            #(#check)*
            #(#tests)*
        }
    })
}

/// Attributes of the test of an example.
fn ignored(media: &Node<'_>, example: &Node<'_>, value: &Value, notes: &Notes) -> TokenStream {
    let schema = media.get("schema");
    let Some(why) = schema.and_then(|schema| contradiction::find(&schema, value)) else {
        return quote!(#[test]);
    };
    let note = notes.add(
        example,
        format!("the example contradicts its schema: {why}"),
    );
    let note = text::notes(&[note]);
    quote!(#note #[test] #[ignore = #why])
}

/// Examples beside a schema, and those in it.
fn examples<'d>(media: &Node<'d>) -> Vec<Node<'d>> {
    let mut found: Vec<Node<'d>> = media.get("example").into_iter().collect();
    let named = media.map("examples").into_iter();
    found.extend(named.filter_map(|(_, example)| example.resolve().ok()?.get("value")));
    if let Some(schema) = media.field("schema") {
        found.extend(schema.get("example"));
        found.extend(schema.list("examples"));
    }
    found
}

/// An example that is written as a text of JSON is that JSON.
fn as_json(types: &Types, of: &Type, example: &Value) -> Value {
    let is_text = matches!(
        types.seen_through(of.without_null()),
        Type::String | Type::Foreign(_)
    );
    match example {
        Value::String(text) if !is_text => {
            serde_json::from_str(text).unwrap_or_else(|_| example.clone())
        }
        other => other.clone(),
    }
}

/// The part of a value that a type keeps.
fn kept(types: &Types, of: &Type, value: &Value) -> Value {
    match (types.seen_through(of.without_null()), value) {
        (Type::List(of), Value::Array(list)) => {
            list.iter().map(|value| kept(types, of, value)).collect()
        }
        (Type::Map(of), Value::Object(map)) => Value::Object(
            map.iter()
                .map(|(key, value)| (key.clone(), kept(types, of, value)))
                .collect(),
        ),
        (Type::Named(id), Value::Object(map)) => match types.item(*id).map(|item| &item.kind) {
            Some(Kind::Struct(body)) => Value::Object(kept_in_struct(types, body, map)),
            _ => value.clone(),
        },
        _ => value.clone(),
    }
}

fn kept_in_struct(types: &Types, body: &Struct, map: &Map<String, Value>) -> Map<String, Value> {
    let field = |key: &str| {
        body.fields
            .iter()
            .find(|field| field.wire == key && !field.is_flattened)
    };
    let keeps_rest = body.fields.iter().any(|field: &Field| field.is_flattened);
    let entries = map.iter().filter_map(|(key, value)| {
        let value = match (field(key), &body.rest) {
            (Some(field), _) => kept(types, &field.of, value),
            (None, Some(rest)) => kept(types, &rest.of, value),
            (None, None) if keeps_rest => value.clone(),
            (None, None) => return None,
        };
        Some((key.clone(), value))
    });
    entries.collect()
}

fn check() -> [TokenStream; 2] {
    [
        quote! {
            fn check<T: serde::de::DeserializeOwned + serde::Serialize>(place: &str, example: &str, expected: &str) {
                let read: T = match serde_json::from_str(example) {
                    Ok(read) => read,
                    Err(error) => panic!("{place}: {error}"),
                };
                let written = serde_json::to_value(&read).expect("what was read can be written");
                let expected: serde_json::Value = serde_json::from_str(expected).expect("JSON");
                assert!(is_same(&written, &expected), "{place}: {written} is not {expected}");
            }
        },
        quote! {
            /// Whether two values are equal, where `null` is the same as absence and `1` as `1.0`.
            fn is_same(a: &serde_json::Value, b: &serde_json::Value) -> bool {
                use serde_json::Value;
                match (a, b) {
                    (Value::Object(a), Value::Object(b)) => {
                        let keys = a.keys().chain(b.keys());
                        let of = |map: &serde_json::Map<String, Value>, key| map.get(key).cloned().unwrap_or_default();
                        keys.into_iter().all(|key| is_same(&of(a, key), &of(b, key)))
                    }
                    (Value::Array(a), Value::Array(b)) => {
                        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
                    }
                    (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
                    (a, b) => a == b,
                }
            }
        },
    ]
}
