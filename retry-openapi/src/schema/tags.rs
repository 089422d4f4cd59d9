//! The property that tells the alternatives of a union apart.

use serde_json::Value;

use super::alternatives::{Alternative, Class};
use super::beside::{object_parts, property_names};
use super::parts::Parts;
use super::shape::Union;
use super::{names, properties, shape};
use crate::document::Node;
use crate::types::Tag;

/// The property, and its values for each alternative.
#[derive(Clone, Debug)]
pub(super) struct Tags<'d> {
    pub(super) property: String,
    pub(super) variants: Vec<(Alternative<'d>, Vec<Tag>)>,
}

/// Reads the discriminator, or else the first property whose constants differ. The error is why a discriminator is of
/// no use.
pub(super) fn find<'d>(
    union: &Union<'d>,
    all: &[Alternative<'d>],
) -> Result<Option<Tags<'d>>, String> {
    let said = union.holder.get("discriminator");
    // A tag is a property, so alternatives that have none cannot be told apart by it.
    let are_objects = all.iter().all(|it| {
        it.only.is_none() && matches!(it.kind, Class::Object(_) | Class::Map | Class::Union)
    });
    match said.and_then(|it| it.text("propertyName").map(|name| (it, name))) {
        Some(_) if !are_objects => Err("not every alternative is an object".to_owned()),
        Some((said, name)) => discriminated(&said, name, all).map(Some),
        None if are_objects => Ok(implied(all)),
        None => Ok(None),
    }
}

fn discriminated<'d>(
    said: &Node<'d>,
    property: &str,
    all: &[Alternative<'d>],
) -> Result<Tags<'d>, String> {
    let mapping = said
        .get("mapping")
        .map(|it| it.entries())
        .unwrap_or_default();
    let mapping = mapping
        .into_iter()
        .filter_map(|(tag, to)| Some((tag, mapped(said, to.value().as_str()?)?)));
    let mapping: Vec<(&str, Node<'d>)> = mapping.collect();
    let mut variants: Vec<(Alternative<'d>, Vec<Tag>)> = Vec::new();
    for alternative in all {
        let tags = tags_of(alternative, property, &mapping);
        if tags.is_empty() {
            return Err(format!("an alternative has no value of `{property}`"));
        }
        variants.push((alternative.clone(), tags));
    }
    // A mapping may name schemas that the union does not list, as those that build on a base do. Servers send them all
    // the same.
    for (tag, to) in &mapping {
        let is_known = variants
            .iter()
            .any(|(_, tags)| tags.contains(&Tag::Text((*tag).to_owned())));
        if !is_known {
            let alternative = Alternative {
                schema: to.clone(),
                only: None,
                kind: Class::Map,
                texts: Vec::new(),
            };
            variants.push((alternative, vec![Tag::Text((*tag).to_owned())]));
        }
    }
    check(&variants, property)?;
    Ok(Tags {
        property: property.to_owned(),
        variants,
    })
}

/// Tags of an alternative: those of the mapping, else of its own constants, else its name.
fn tags_of<'d>(
    alternative: &Alternative<'d>,
    property: &str,
    mapping: &[(&str, Node<'d>)],
) -> Vec<Tag> {
    let target = alternative.schema.resolve().ok();
    let is_meant = |to: &Node<'_>| target.as_ref().is_some_and(|target| target.id() == to.id());
    let of_mapping = mapping.iter().filter(|(_, to)| is_meant(to));
    let mut tags: Vec<Tag> = of_mapping
        .map(|(tag, _)| Tag::Text((*tag).to_owned()))
        .collect();
    if tags.is_empty() {
        tags = constants(&alternative.schema, property);
    }
    // OpenAPI 3, discriminator object: without a mapping the value is the name of the schema.
    if tags.is_empty() {
        tags.extend(names::of_reference(&alternative.schema).map(Tag::Text));
    }
    tags
}

/// Schema that a mapping names, by reference or by name.
fn mapped<'d>(said: &Node<'d>, to: &str) -> Option<Node<'d>> {
    let by_name = || {
        said.follow(&format!(
            "#/components/schemas/{}",
            to.replace('~', "~0").replace('/', "~1")
        ))
        .ok()
    };
    let found =
        if to.contains('#') || to.contains('/') || to.contains(".yaml") || to.contains(".json") {
            // A name with a slash in it is allowed, and looks like a reference; what leads somewhere is one.
            said.follow(to).ok().or_else(by_name)
        } else {
            by_name()
        };
    found?.resolve().ok()
}

/// Each value belongs to one alternative, and all are of one kind.
fn check(variants: &[(Alternative<'_>, Vec<Tag>)], property: &str) -> Result<(), String> {
    let mut seen: Vec<&Tag> = Vec::new();
    for tag in variants.iter().flat_map(|(_, tags)| tags) {
        if seen.contains(&tag) {
            return Err(format!(
                "two alternatives have the same value of `{property}`"
            ));
        }
        if seen
            .first()
            .is_some_and(|first| std::mem::discriminant(*first) != std::mem::discriminant(tag))
        {
            return Err(format!("the values of `{property}` are of several types"));
        }
        seen.push(tag);
    }
    Ok(())
}

fn implied<'d>(all: &[Alternative<'d>]) -> Option<Tags<'d>> {
    if all.len() < 2 {
        return None;
    }
    let mut properties = property_names(&all.first()?.schema).into_iter();
    properties.find_map(|property| {
        let mut variants = Vec::new();
        for alternative in all {
            let tags = constants(&alternative.schema, property);
            // A property with several constants, or one that may be missing, leaves the question open for some values.
            // Then none is better than one that is usually right.
            if tags.len() != 1 || !is_always_there(&alternative.schema, property) {
                return None;
            }
            variants.push((alternative.clone(), tags));
        }
        check(&variants, property).ok()?;
        Some(Tags {
            property: property.to_owned(),
            variants,
        })
    })
}

/// Constants of a property; none if some are neither strings nor integers.
fn constants(schema: &Node<'_>, property: &str) -> Vec<Tag> {
    let find = || {
        let parts = object_parts(schema)?;
        // The last schema that has constants: a base often declares the property as a string.
        let mut declared = parts.property(property).map(|it| constants_of(&it));
        declared.find(|found| !found.is_empty())
    };
    let values = find().unwrap_or_default();
    let tags = values.iter().map(|value| match value {
        Value::String(text) => Some(Tag::Text(text.clone())),
        Value::Number(number) => number.as_i64().map(Tag::Integer),
        Value::Bool(is) => Some(Tag::Bool(*is)),
        _ => None,
    });
    tags.collect::<Option<Vec<Tag>>>().unwrap_or_default()
}

/// Values of `enum` or `const`, of words beside a reference too.
fn constants_of<'d>(property: &Node<'d>) -> Vec<&'d Value> {
    if let Some(value) = property.get("const") {
        return vec![value.value()];
    }
    if let Some(values) = property.get("enum") {
        return values.items().iter().map(Node::value).collect();
    }
    property
        .resolve()
        .map(|target| shape::constants(&Parts::of(&target)))
        .unwrap_or_default()
}

/// Tells whether an object has a property always: it is required, or has its one value as a default.
fn is_always_there(schema: &Node<'_>, property: &str) -> bool {
    object_parts(schema).is_some_and(|parts| {
        let last = parts.property(property).next();
        let has_default = last.is_some_and(|it| it.get("default").is_some());
        properties::required(&parts).contains(property) || has_default
    })
}
