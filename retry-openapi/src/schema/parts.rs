//! One schema, `allOf` taken apart.

use std::collections::HashSet;

use serde_json::Value;

use super::words;
use crate::document::Node;

/// The number of schemas that one may be made of.
const MAX_PARTS: usize = 1_000;
/// The depth to which `allOf` may stand in `allOf`, references followed.
const MAX_DEPTH: usize = 64;

/// The schemas that a value has to meet all of. None of them is a reference; each may still have an `allOf`, which has been
/// taken apart.
#[derive(Clone, Debug)]
pub(super) struct Parts<'d> {
    pub(super) list: Vec<Node<'d>>,
    /// Elements that lead nowhere or are no schemas, and why.
    pub(super) broken: Vec<(Node<'d>, String)>,
    /// The one reference that says everything, if there is one: the type is that of what it refers to.
    pub(super) only_reference: Option<Node<'d>>,
}

impl<'d> Parts<'d> {
    /// Takes a schema apart that is no reference, or of which the reference is to be looked through.
    pub(super) fn of(schema: &Node<'d>) -> Self {
        let mut parts = Self {
            list: Vec::new(),
            broken: Vec::new(),
            only_reference: None,
        };
        let mut seen = HashSet::new();
        let mut meant = Vec::new();
        parts.add(schema, MAX_DEPTH, &mut seen, &mut meant);
        // `allOf: [{$ref: …}]` is how 3.0 puts a description beside a reference. It is the type that it refers to, and
        // not a copy of its fields under another name.
        if let [Some(reference)] = meant.as_slice()
            && reference.id() != schema.id()
        {
            parts.only_reference = Some(reference.clone());
        }
        parts
    }

    /// Adds a schema that is no reference itself. `meant` gets one entry for each element that says something of types.
    fn add(
        &mut self,
        schema: &Node<'d>,
        depth: usize,
        seen: &mut HashSet<*const Value>,
        meant: &mut Vec<Option<Node<'d>>>,
    ) {
        // A schema that is met twice says nothing new, and one that leads back to itself ends here.
        if depth == 0 || !seen.insert(schema.id()) || self.list.len() >= MAX_PARTS {
            return;
        }
        for element in schema.list("allOf") {
            let target = match element.resolve() {
                Ok(target) => target,
                Err(why) => {
                    self.broken.push((element, why));
                    continue;
                }
            };
            match target.value() {
                Value::Object(_) | Value::Bool(true) => {}
                _ => {
                    self.broken.push((element, "this is no schema".to_owned()));
                    continue;
                }
            }
            // The parts of a base count as one, since the reference may turn out to say everything; parts that stand in
            // place count one by one.
            if element.reference().is_some() && !words::is_bare(&target) {
                let before = self.list.len();
                self.add(&target, depth - 1, seen, &mut Vec::new());
                if self.list.len() > before {
                    meant.push(Some(element));
                }
            } else {
                self.add(&target, depth - 1, seen, meant);
            }
        }
        if schema.value().is_object() {
            if words::says_type(schema) {
                meant.push(None);
            }
            // Behind its parts: the last one is the schema itself, whose words go before those of what it builds on.
            self.list.push(schema.clone());
        }
    }

    /// The last part's child of this name, references not followed.
    pub(super) fn get(&self, key: &str) -> Option<Node<'d>> {
        self.list.iter().rev().find_map(|part| part.get(key))
    }

    /// The last part's text of this name.
    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.list.iter().rev().find_map(|part| part.text(key))
    }

    /// Elements of the last part's list of this name.
    pub(super) fn items(&self, key: &str) -> Vec<Node<'d>> {
        self.get(key).map(|list| list.items()).unwrap_or_default()
    }

    /// Properties of all parts, as they stand.
    pub(super) fn properties(&self) -> impl Iterator<Item = (&'d str, Node<'d>)> {
        let maps = self.list.iter().filter_map(|part| part.get("properties"));
        maps.flat_map(|map| map.entries())
    }

    /// Schemas of a property, the last part's first.
    pub(super) fn property(&self, name: &str) -> impl Iterator<Item = Node<'d>> {
        let parts = self.list.iter().rev();
        parts.filter_map(move |part| part.get("properties")?.get(name))
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}
