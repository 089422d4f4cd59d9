//! Parameters as they stand in the document.

use super::find::Operation;
use super::media::Media;
use crate::document::Node;
use crate::notes::Notes;
use crate::text::{constraints, sentence, sentences};

/// The part of a request that a parameter goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

/// A parameter of an operation or of its path item.
#[derive(Clone, Debug)]
pub(super) struct Parameter<'d> {
    pub(super) node: Node<'d>,
    pub(super) name: &'d str,
    pub(super) place: Place,
    pub(super) is_required: bool,
    pub(super) schema: Option<Node<'d>>,
    /// Media type of its value, if that is encoded.
    pub(super) content: Option<&'d str>,
}

impl<'d> Parameter<'d> {
    /// The schema, its references followed.
    pub(super) fn resolved(&self) -> Option<Node<'d>> {
        self.schema.as_ref()?.resolve().ok()
    }

    pub(super) fn style(&self) -> &str {
        self.node.text("style").unwrap_or(match self.place {
            Place::Path | Place::Header => "simple",
            Place::Query | Place::Cookie => "form",
        })
    }

    pub(super) fn is_exploded(&self) -> bool {
        let written = self.node.flag("explode");
        written.unwrap_or_else(|| matches!(self.style(), "form" | "deepObject"))
    }

    /// Description and constraints, escaped.
    pub(super) fn words(&self) -> String {
        let schema = self.resolved();
        let own = self.node.text("description");
        let own = own.or_else(|| schema.as_ref()?.text("description"));
        let deprecated = self.node.is_set("deprecated").then_some("Deprecated.");
        sentences([
            deprecated.unwrap_or_default().to_owned(),
            sentence(own.unwrap_or_default()),
            schema.map_or(String::new(), |schema| constraints(&schema)),
        ])
    }

    /// Tells whether its value is an object, or may be one.
    pub(super) fn is_nested(&self) -> bool {
        let schema = self.schema.as_ref().filter(|_| self.content.is_none());
        schema.is_some_and(|schema| is_nested(schema, 0))
    }

    pub(super) fn shape(&self) -> Shape {
        if self.content.is_some() {
            return Shape::Encoded;
        }
        self.schema
            .as_ref()
            .map_or(Shape::Open, |schema| Shape::of(schema, 0))
    }
}

/// All that is of interest about a schema, to say where its value fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Scalar,
    /// A list of scalars.
    List,
    /// A list of anything else.
    DeepList,
    Object,
    /// Not said.
    Open,
    /// Encoded in a media type of its own.
    Encoded,
}

impl Shape {
    /// Shape of a schema, its references followed.
    pub(super) fn of(schema: &Node<'_>, depth: usize) -> Self {
        let Ok(node) = schema.resolve() else {
            return Self::Open;
        };
        if depth > 32 {
            return Self::Open;
        }
        let is = |name: &str| match node.value().get("type") {
            Some(serde_json::Value::String(of)) => of == name,
            Some(serde_json::Value::Array(list)) => list.iter().any(|of| of == name),
            _ => false,
        };
        if is("array") || (node.get("items").is_some() && !node.value().is_array()) {
            let item = node
                .get("items")
                .map_or(Self::Open, |items| Self::of(&items, depth + 1));
            return match item {
                Self::Scalar | Self::Open => Self::List,
                _ => Self::DeepList,
            };
        }
        if is("object")
            || ["properties", "additionalProperties"]
                .iter()
                .any(|key| node.get(key).is_some())
        {
            return Self::Object;
        }
        if ["string", "integer", "number", "boolean"]
            .iter()
            .any(|name| is(name))
            || node.get("enum").is_some()
            || node.get("const").is_some()
        {
            return Self::Scalar;
        }
        let mut shapes: Vec<Self> = parts_of(&node)
            .filter(|part| part.text("type") != Some("null"))
            .map(|part| Self::of(&part, depth + 1))
            .collect();
        shapes.dedup();
        match shapes[..] {
            [only] => only,
            _ => Self::Open,
        }
    }
}

/// Tells whether values of a schema are nested: objects, lists of such, or one of several schemas that may be.
pub(super) fn is_nested(schema: &Node<'_>, depth: usize) -> bool {
    let Ok(node) = schema.resolve() else {
        return false;
    };
    if matches!(Shape::of(&node, 0), Shape::Object | Shape::DeepList) {
        return true;
    }
    depth < 32 && parts_of(&node).any(|part| is_nested(&part, depth + 1))
}

/// Schemas that a schema is made of, in whichever way.
pub(super) fn parts_of<'d>(schema: &Node<'d>) -> impl Iterator<Item = Node<'d>> {
    let lists = ["allOf", "anyOf", "oneOf"].into_iter();
    lists.flat_map(|key| schema.list(key))
}

/// Parameters of an operation in the document's order; its own replace those of the path item.
pub(super) fn read<'d>(operation: &Operation<'d>, notes: &Notes) -> Vec<Parameter<'d>> {
    let mut found: Vec<Parameter<'d>> = Vec::new();
    for holder in [&operation.item, &operation.node] {
        let list = holder.get("parameters");
        for entry in list.iter().flat_map(Node::items) {
            let node = match entry.resolve() {
                Ok(node) => node,
                Err(why) => {
                    notes.add(&entry, format!("{why}; the parameter is left out"));
                    continue;
                }
            };
            let Some(parameter) = one(&node) else {
                notes.add(
                    &entry,
                    "this parameter has no name or no place; it is left out",
                );
                continue;
            };
            let is_named = |name: &str| match parameter.place {
                Place::Header => name.eq_ignore_ascii_case(parameter.name),
                _ => name == parameter.name,
            };
            let is_same = |it: &Parameter<'d>| it.place == parameter.place && is_named(it.name);
            // In its place: the order of arguments is that of the first time a parameter is named.
            match found.iter_mut().find(|it| is_same(it)) {
                Some(earlier) => *earlier = parameter,
                None => found.push(parameter),
            }
        }
    }
    found
}

fn one<'d>(node: &Node<'d>) -> Option<Parameter<'d>> {
    let place = match node.text("in")? {
        "path" => Place::Path,
        "query" => Place::Query,
        "header" => Place::Header,
        "cookie" => Place::Cookie,
        _ => return None,
    };
    let content = node.field("content");
    let content = content.iter().flat_map(Node::entries).next();
    // A value of plain text is what it would be without its media type.
    let encoded = content
        .as_ref()
        .filter(|(media, _)| Media::of(media) != Media::Text);
    let schema = match &content {
        Some((_, media)) => media.get("schema"),
        None => node.get("schema"),
    };
    Some(Parameter {
        name: node.text("name").filter(|name| !name.is_empty())?,
        place,
        is_required: node.is_set("required") || place == Place::Path,
        schema,
        content: encoded.map(|(media, _)| *media),
        node: node.clone(),
    })
}
