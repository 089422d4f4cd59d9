//! Names that the document gives to schemas.

use std::collections::HashMap;

use serde_json::Value;

use crate::document::{Document, Node};
use crate::names::{Scope, type_names, upper_camel};

/// Names of the schemas in `components`, and where their items are printed: after those of operations, as they stand.
pub(super) fn components(
    document: &Document,
    scope: &mut Scope,
) -> HashMap<*const Value, (String, usize)> {
    let schemas = document
        .root()
        .field("components")
        .and_then(|it| it.field("schemas"));
    let entries = schemas.map(|it| it.entries()).unwrap_or_default();
    let wires: Vec<&str> = entries.iter().map(|(name, _)| *name).collect();
    // All names are claimed before any type is made, in the order of the document: which operation uses a schema first
    // must not decide how it is called.
    let named = type_names(&wires).into_iter().zip(&entries).enumerate();
    let named =
        named.map(|(index, (name, (_, node)))| (node, (scope.claim_type(&name), index + 2)));
    let named: Vec<_> = named.collect();
    let mut found: HashMap<_, _> = named
        .iter()
        .map(|(node, named)| (node.id(), named.clone()))
        .collect();
    // What is but a reference to a schema in another file gives that schema its name.
    for (node, named) in named {
        if let Some(target) = node.reference().and_then(|_| node.resolve().ok()) {
            found.entry(target.id()).or_insert(named);
        }
    }
    found
}

/// Name of a schema that a reference found elsewhere; `None` if the place says nothing.
pub(super) fn of_place(pointer: &str) -> Option<String> {
    let (file, path) = pointer.split_once('#')?;
    let last = match path.rsplit_once('/') {
        Some((_, last)) => last.to_owned(),
        None => file.rsplit('/').next()?.split('.').next()?.to_owned(),
    };
    // Such a key says where the schema stands and not what it is; the name that its user thinks of is better.
    let says_nothing = matches!(
        last.as_str(),
        "schema" | "items" | "additionalProperties" | "not" | ""
    );
    let is_number = last.chars().all(|c| c.is_ascii_digit());
    (!says_nothing && !is_number).then(|| upper_camel(&last.replace("~1", "/").replace("~0", "~")))
}

/// Last part of the text of a reference: the name of what it refers to.
pub(super) fn of_reference(reference: &Node<'_>) -> Option<String> {
    let text = reference.reference()?;
    let last = text.rsplit(['/', '#']).find(|part| !part.is_empty())?;
    let last = last.replace("~1", "/").replace("~0", "~");
    let ends = [".yaml", ".yml", ".json"];
    let file = ends.iter().find_map(|end| last.strip_suffix(end));
    Some(file.unwrap_or(&last).to_owned())
}
