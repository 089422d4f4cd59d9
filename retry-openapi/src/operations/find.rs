//! The operations of a document, in its order.

use super::template::Template;
use crate::document::{Document, Node};
use crate::names::upper_camel;
use crate::notes::{NoteId, Notes};

/// Verbs of a path item.
const VERBS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// An operation as it stands in the document.
#[derive(Clone, Debug)]
pub(crate) struct Operation<'d> {
    pub(super) verb: &'static str,
    /// Key of the path item.
    pub(super) path: &'d str,
    pub(super) item: Node<'d>,
    pub(super) node: Node<'d>,
    pub(super) id: Option<&'d str>,
    pub(super) template: Template,
    /// Notes on its path.
    pub(super) notes: Vec<NoteId>,
}

impl Operation<'_> {
    /// Words that its name is made of: the operationId, or verb and path.
    pub(super) fn words(&self) -> String {
        if let Some(id) = self.id {
            return id.to_owned();
        }
        let mut words = self.verb.to_owned();
        let path = self.path.split(['?', '#']).next().unwrap_or_default();
        for part in path.split(['/', '{', '}']).filter(|part| !part.is_empty()) {
            // Segments and placeholders alternate between the braces.
            let is_placeholder = path.contains(&format!("{{{part}}}"));
            words.push_str(if is_placeholder { " by " } else { " " });
            words.push_str(part);
        }
        words
    }

    /// Beginning of the names of types that have none of their own.
    pub(super) fn hint(&self) -> String {
        upper_camel(&self.words())
    }

    pub(super) fn is_idempotent(&self) -> bool {
        !matches!(self.verb, "post" | "patch")
    }
}

/// All operations that could be read, and how many there are.
pub(super) struct Found<'d> {
    pub(super) operations: Vec<Operation<'d>>,
    pub(super) total: usize,
}

/// Finds the operations of a document that `only` admits.
pub(super) fn find<'d>(
    document: &'d Document,
    only: Option<&regex::Regex>,
    notes: &Notes,
) -> Found<'d> {
    let mut found = Found {
        operations: Vec::new(),
        total: 0,
    };
    for (path, entry) in document.root().map("paths") {
        if path.starts_with("x-") {
            continue;
        }
        let item = match entry.resolve() {
            Ok(item) => item,
            Err(why) => {
                notes.add(&entry, format!("{why}; its operations are left out"));
                continue;
            }
        };
        // OpenAPI leaves open what stands beside a `$ref` of a path item. It was written to be called, so it is read.
        let entries = merged(&entry, &item);
        for (key, node) in entries {
            let Some(&verb) = VERBS.iter().find(|verb| key.eq_ignore_ascii_case(verb)) else {
                continue;
            };
            let id = node.text("operationId").filter(|id| !id.trim().is_empty());
            let line = format!(
                "{} {path} {}",
                verb.to_ascii_uppercase(),
                id.unwrap_or_default()
            );
            if only.is_some_and(|only| !only.is_match(line.trim_end())) {
                continue;
            }
            found.total += 1;
            let operation = read(verb, path, &item, &node, id, notes);
            found.operations.extend(operation);
        }
    }
    found
}

/// Entries of a path item; what stands beside its `$ref` counts as well.
fn merged<'d>(entry: &Node<'d>, item: &Node<'d>) -> Vec<(&'d str, Node<'d>)> {
    let mut entries = item.entries();
    if entry.reference().is_some() {
        let beside = entry.entries().into_iter();
        let beside: Vec<_> = beside.filter(|(key, _)| item.get(key).is_none()).collect();
        entries.extend(beside);
    }
    entries
}

fn read<'d>(
    verb: &'static str,
    path: &'d str,
    item: &Node<'d>,
    node: &Node<'d>,
    id: Option<&'d str>,
    notes: &Notes,
) -> Option<Operation<'d>> {
    let node = match node.resolve() {
        Ok(node) if node.value().is_object() => node,
        Ok(node) => {
            notes.add(&node, "this is no operation; it is left out");
            return None;
        }
        Err(why) => {
            notes.add(node, format!("{why}; the operation is left out"));
            return None;
        }
    };
    let template = match Template::read(path) {
        Ok(template) => template,
        Err(why) => {
            notes.add(&node, format!("{why}; the operation is left out"));
            return None;
        }
    };
    let said = template
        .odd
        .iter()
        .map(|text| notes.add(&node, text.clone()));
    Some(Operation {
        verb,
        path,
        item: item.clone(),
        id: node.text("operationId").or(id),
        notes: said.collect(),
        node,
        template,
    })
}
