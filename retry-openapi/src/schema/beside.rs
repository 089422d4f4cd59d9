//! Unions that stand beside properties, and the properties of alternatives.

use std::collections::HashSet;

use super::parts::Parts;
use super::properties;
use super::shape::Union;
use crate::document::Node;

/// Parts of the object that an alternative is.
pub(super) fn object_parts<'d>(schema: &Node<'d>) -> Option<Parts<'d>> {
    let target = schema.resolve().ok()?;
    target.value().is_object().then(|| Parts::of(&target))
}

/// Names of the properties of an alternative, those that are required first.
pub(super) fn property_names<'d>(schema: &Node<'d>) -> Vec<&'d str> {
    let parts = object_parts(schema);
    let properties = parts.iter().flat_map(Parts::properties);
    properties.map(|(name, _)| name).collect()
}

/// Tells whether a union beside properties only says more of these.
pub(super) fn only_narrows(union: &Union<'_>, known: &HashSet<&str>) -> bool {
    union.alternatives.iter().all(|schema| {
        let names = property_names(schema);
        let has_more =
            object_parts(schema).is_none_or(|parts| parts.has("oneOf") || parts.has("anyOf"));
        !has_more && names.iter().all(|name| known.contains(name))
    })
}

/// Properties that a union beside others reads itself: its tag, what all variants have and what one cannot do without.
pub(super) fn own_properties<'d>(union: &Union<'d>) -> HashSet<&'d str> {
    let mut own: HashSet<&'d str> = HashSet::new();
    let tag = union
        .holder
        .get("discriminator")
        .and_then(|it| it.text("propertyName"));
    own.extend(tag);
    // `None` before the first alternative: beginning with the empty set, nothing would ever be in all of them.
    let mut of_all: Option<HashSet<&'d str>> = None;
    for schema in &union.alternatives {
        let names: HashSet<&'d str> = property_names(schema).into_iter().collect();
        // Without a required property a variant cannot be read at all, even where the struct around the union has it
        // too.
        if let Some(parts) = object_parts(schema) {
            own.extend(properties::required(&parts).intersection(&names).copied());
        }
        of_all = Some(match of_all {
            Some(all) => all.intersection(&names).copied().collect(),
            None => names,
        });
    }
    own.extend(of_all.unwrap_or_default());
    own
}
