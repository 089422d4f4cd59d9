//! Alternatives of a union, by kind, before any name is given.

use serde_json::Value;

use super::parts::Parts;
use super::shape::{self, Shape, Union};
use super::{docs, properties, words};
use crate::document::Node;

/// The depth to which unions in unions are looked into.
const MAX_DEPTH: usize = 8;

/// A listed string, with its docs.
pub(super) type Text = (String, Vec<String>);

/// The result of taking a union apart.
#[derive(Clone, Debug)]
pub(super) enum Outcome<'d> {
    /// Whatever it is.
    Any,
    /// The only alternative that is left.
    One(Alternative<'d>),
    /// Strings, some of them listed.
    Listed(Vec<Text>),
    Several(Vec<Alternative<'d>>),
}

/// One alternative, or several of the same type.
#[derive(Clone, Debug)]
pub(super) struct Alternative<'d> {
    /// The schema as it stands. Of a name in a list of types the schema with that list.
    pub(super) schema: Node<'d>,
    /// The name in a list of types.
    pub(super) only: Option<&'d str>,
    pub(super) kind: Class,
    /// Listed strings, if they come from more than one schema.
    pub(super) texts: Vec<Text>,
}

/// The kind of value that an alternative is on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Any,
    Bool,
    Integer,
    Number,
    Text,
    Listed,
    List,
    /// An object with known properties, and how many of them are required.
    Object(usize),
    Map,
    Union,
}

pub(super) fn makes_item(union: &Union<'_>) -> bool {
    matches!(outcome(union), Outcome::Listed(_) | Outcome::Several(_))
}

pub(super) fn outcome<'d>(union: &Union<'d>) -> Outcome<'d> {
    outcome_at(union, MAX_DEPTH)
}

fn outcome_at<'d>(union: &Union<'d>, depth: usize) -> Outcome<'d> {
    let mut found = Vec::new();
    for schema in &union.alternatives {
        add(union, schema, depth, &mut found);
    }
    let is_text = |it: &Alternative<'_>| matches!(it.kind, Class::Text | Class::Listed);
    // Strings of which some are listed are one enum of strings: its last variant takes those that are not.
    if found.iter().any(|it| it.kind == Class::Listed)
        && found.iter().all(is_text)
        && found.len() > 1
    {
        return Outcome::Listed(texts(&found));
    }
    // Alternatives of one type in Rust would be variants that no value tells apart: serde would always take the first.
    merge_texts(&mut found);
    merge(&mut found, Class::Bool, None);
    // An `f64` reads integers too, so beside a number an integer is one.
    let has_numbers = found.iter().any(|it| it.kind == Class::Number);
    merge(
        &mut found,
        Class::Integer,
        has_numbers.then_some(Class::Number),
    );
    merge(&mut found, Class::Number, None);
    match found.len() {
        0 => Outcome::Any,
        1 => Outcome::One(found.remove(0)),
        // Nothing is gained by an enum whose variants all hold a `Value`.
        _ if found.iter().all(|it| it.kind == Class::Any) => Outcome::Any,
        _ => Outcome::Several(found),
    }
}

fn add<'d>(union: &Union<'d>, schema: &Node<'d>, depth: usize, found: &mut Vec<Alternative<'d>>) {
    // `type: [string, array]` is a union of one schema with itself: each name stands for the schema as if it were its
    // only type.
    if let Value::String(name) = schema.value() {
        let parts = Parts::of(&union.holder);
        return found.push(Alternative {
            schema: union.holder.clone(),
            only: Some(name),
            kind: class_of_name(&parts, name),
            texts: Vec::new(),
        });
    }
    // Taken apart in place: `oneOf: [A, {oneOf: [B, C]}]` is an enum of three, and not one of two with another in it.
    if let Some(inner) = plain_union(schema)
        && depth > 0
    {
        inner
            .alternatives
            .iter()
            .for_each(|schema| add(&inner, schema, depth - 1, found));
        return;
    }
    // The same schema twice, by value or by reference, is one variant. Documents that are generated repeat themselves.
    let is_known = found.iter().any(|known| {
        known.only.is_none()
            && (known.schema.value() == schema.value() || same_target(&known.schema, schema))
    });
    if !is_known {
        let (kind, texts) = class(union, schema, depth);
        found.push(Alternative {
            schema: schema.clone(),
            only: None,
            kind,
            texts,
        });
    }
}

fn same_target(a: &Node<'_>, b: &Node<'_>) -> bool {
    matches!((a.resolve(), b.resolve()), (Ok(a), Ok(b)) if a.id() == b.id())
}

/// A union in a union that has no name and no discriminator: its alternatives are alternatives of the outer one.
fn plain_union<'d>(schema: &Node<'d>) -> Option<Union<'d>> {
    if schema.reference().is_some() || schema.get("discriminator").is_some() {
        return None;
    }
    match shape::shape(&Parts::of(schema)) {
        Shape::Union(union) if union.holder.id() == schema.id() => Some(union),
        _ => None,
    }
}

pub(super) fn class_of_name(parts: &Parts<'_>, name: &str) -> Class {
    match name {
        "boolean" => Class::Bool,
        "integer" => Class::Integer,
        "number" => Class::Number,
        "string" => Class::Text,
        "array" => Class::List,
        "object" if properties::has_properties(parts) => {
            Class::Object(properties::required(parts).len())
        }
        "object" => Class::Map,
        _ => Class::Any,
    }
}

/// Class of an alternative, and its strings if they are listed.
fn class<'d>(union: &Union<'d>, schema: &Node<'d>, depth: usize) -> (Class, Vec<Text>) {
    let plain = |class| (class, Vec::new());
    let Ok(target) = schema.resolve() else {
        return plain(Class::Any);
    };
    if !target.value().is_object() {
        return plain(Class::Any);
    }
    let parts = Parts::of(&target);
    if let Some(reference) = &parts.only_reference
        && depth > 0
    {
        return class(union, reference, depth - 1);
    }
    match shape::shape(&parts) {
        Shape::Bool => plain(Class::Bool),
        Shape::Integer => plain(Class::Integer),
        Shape::Number => plain(Class::Number),
        Shape::Text => plain(Class::Text),
        Shape::Listed(values) => (
            Class::Listed,
            values
                .iter()
                .map(|value| (plain_text(value), docs::of_value(&target, value)))
                .collect(),
        ),
        Shape::List(_) | Shape::Tuple(_) => plain(Class::List),
        Shape::Object { unions } if unions.is_empty() && !properties::has_properties(&parts) => {
            plain(Class::Map)
        }
        Shape::Object { .. } => plain(Class::Object(properties::required(&parts).len())),
        // A named union is a variant of its own, unless it comes to a single type.
        Shape::Union(inner) if depth > 0 => match outcome_at(&inner, depth - 1) {
            Outcome::Any => plain(Class::Any),
            Outcome::One(one) => (one.kind, one.texts),
            Outcome::Listed(texts) => (Class::Listed, texts),
            Outcome::Several(_) => plain(Class::Union),
        },
        Shape::Union(_) => plain(Class::Union),
        // The type beside the union is that of its alternatives as well.
        Shape::Any(_) if words::is_bare(&target) || target.get("format").is_some() => {
            plain(class_of_holder(union, &parts))
        }
        Shape::Any(_) => plain(Class::Any),
    }
}

/// Class that the type beside a union gives to an alternative that has none.
fn class_of_holder(union: &Union<'_>, parts: &Parts<'_>) -> Class {
    let of = union.holder.get("type").map(|of| words::types(&of));
    match of.unwrap_or_default().as_slice() {
        ["object"] | [] => Class::Any,
        [name] => class_of_name(parts, name),
        _ => Class::Any,
    }
}

fn plain_text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn texts(found: &[Alternative<'_>]) -> Vec<Text> {
    // What one value says of itself; of a list of values the docs are those of the list.
    let words = |it: &Alternative<'_>| match it.texts.as_slice() {
        [one] => vec![one.clone()],
        several => several
            .iter()
            .map(|(text, _)| (text.clone(), Vec::new()))
            .collect(),
    };
    found.iter().flat_map(words).collect()
}

/// Strings and listed strings are one alternative.
fn merge_texts(found: &mut Vec<Alternative<'_>>) {
    let is_text = |it: &Alternative<'_>| matches!(it.kind, Class::Text | Class::Listed);
    let of_text: Vec<Alternative<'_>> = found.iter().filter(|it| is_text(it)).cloned().collect();
    if of_text.len() < 2 {
        return;
    }
    let texts = texts(&of_text);
    let mut is_first = true;
    found.retain_mut(|it| {
        if !is_text(it) {
            return true;
        }
        it.kind = if texts.is_empty() {
            Class::Text
        } else {
            Class::Listed
        };
        it.texts.clone_from(&texts);
        std::mem::take(&mut is_first)
    });
}

/// Alternatives of this class are one, of another class if so said.
fn merge(found: &mut Vec<Alternative<'_>>, class: Class, instead: Option<Class>) {
    let mut is_first = true;
    found.retain_mut(|it| {
        if it.kind != class {
            return true;
        }
        it.kind = instead.unwrap_or(class);
        std::mem::take(&mut is_first)
    });
}
