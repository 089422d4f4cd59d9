//! Lists that go on: said in a comment, and never active.

use super::parameter::{Place, Shape};
use super::reader::Reader;
use super::responses::responses;
use crate::document::Node;

/// Names of queries that take a cursor, and of what it is called in the page before.
const CURSORS: [(&str, &[&str]); 12] = [
    ("cursor", &["next_cursor", "next", "cursor", "end_cursor"]),
    (
        "after",
        &[
            "after",
            "next_after",
            "end_cursor",
            "last_id",
            "next_cursor",
            "next",
        ],
    ),
    (
        "starting_after",
        &["last_id", "next_cursor", "next", "starting_after"],
    ),
    ("start_cursor", &["next_cursor"]),
    (
        "page_token",
        &["next_page_token", "next_token", "next_page"],
    ),
    ("next_page_token", &["next_page_token"]),
    ("next_token", &["next_token"]),
    (
        "continuation_token",
        &["continuation_token", "next_continuation_token"],
    ),
    ("continue", &["continue"]),
    ("marker", &["next_marker", "marker"]),
    ("next_cursor", &["next_cursor"]),
    ("iterator", &["iterator"]),
];

impl Reader<'_, '_> {
    pub(super) fn pages(&mut self) {
        let responses = responses(&self.operation.node);
        let mut good = responses.iter().filter(|it| it.is('2'));
        if good.clone().any(|it| it.has_header("link")) {
            // As a comment, since paging changes what the method returns: whoever edits the module decides.
            self.comments.push("#[pages(link)]".to_owned());
            return;
        }
        let schema = good.find_map(|it| {
            let content = it.node.field("content")?;
            let json = content.entries().into_iter();
            let mut json = json.filter(|(media, _)| super::media::Media::of(media).is_json());
            json.next()?.1.field("schema")
        });
        let Some(schema) = schema else { return };
        let queries = self.parameters.iter().filter(|it| it.place == Place::Query);
        let found = queries.filter_map(|query| {
            let known = CURSORS.iter().find(|(name, _)| same(name, query.name))?;
            Some((query.name, successor(&schema, known.1)?))
        });
        let Some((query, path)) = found.into_iter().next() else {
            return;
        };
        self.comments.push(format!(
            "#[pages(cursor = \"{path}\", query = \"{query}\")]"
        ));
        if let Some(items) = items(&schema) {
            self.comments.push(format!(
                "with `items = \"{items}\"` in it, and `Result<Pages<…>>`."
            ));
        }
    }
}

/// Tells whether two names are the same words: `nextCursor`, `next_cursor`, `next-cursor`.
fn same(one: &str, other: &str) -> bool {
    let letters = |name: &str| -> String {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|c| c.to_ascii_lowercase()).collect()
    };
    letters(one) == letters(other)
}

/// Path of a property with one of these names: at the top, or one object below.
fn successor(schema: &Node<'_>, names: &[&str]) -> Option<String> {
    let own = properties(schema, 0);
    for name in names {
        if let Some((found, _)) = own.iter().find(|(known, _)| same(known, name)) {
            return Some((*found).to_owned());
        }
    }
    own.iter().find_map(|(outer, node)| {
        let node = node
            .resolve()
            .ok()
            .filter(|node| Shape::of(node, 0) == Shape::Object)?;
        let inner = properties(&node, 0);
        let found = names
            .iter()
            .find_map(|name| inner.iter().find(|(known, _)| same(known, name)))?;
        Some(format!("{outer}.{}", found.0))
    })
}

/// The list of a page, if there is one only.
fn items(schema: &Node<'_>) -> Option<String> {
    let own = properties(schema, 0);
    let mut lists = own
        .iter()
        .filter(|(_, node)| matches!(Shape::of(node, 0), Shape::List | Shape::DeepList));
    let (name, _) = lists.next()?;
    lists.next().is_none().then(|| (*name).to_owned())
}

fn properties<'d>(schema: &Node<'d>, depth: usize) -> Vec<(&'d str, Node<'d>)> {
    let mut found = schema
        .get("properties")
        .map(|it| it.entries())
        .unwrap_or_default();
    if depth < 16 {
        let parts = schema.list("allOf").into_iter();
        let parts = parts.filter_map(|part| part.resolve().ok());
        found.extend(parts.flat_map(|part| properties(&part, depth + 1)));
    }
    found
}
