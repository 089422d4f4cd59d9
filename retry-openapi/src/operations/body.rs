//! Request bodies.

use super::argument::{Given, Role};
use super::media::{Media, essence};
use super::parameter;
use super::parameters::is_token;
use super::reader::Reader;
use crate::document::Node;
use crate::text::sentence;
use crate::types::{Direction, Kind, Type};

/// Kinds of bodies, the best first.
const ORDER: [Media; 10] = [
    Media::Json,
    Media::NamedJson,
    Media::Form,
    Media::Multipart,
    Media::Text,
    Media::Xml,
    Media::Binary,
    Media::Lines,
    Media::Events,
    Media::Other,
];

impl<'d> Reader<'_, 'd> {
    pub(super) fn body(&mut self) {
        let Some(entry) = self.operation.node.get("requestBody") else {
            return;
        };
        let body = match entry.resolve() {
            Ok(body) => body,
            Err(why) => {
                self.note(&entry, format!("{why}; the request body is left out"));
                return;
            }
        };
        // RFC 9110, 9.3.1: content in a GET has no meaning, and servers may refuse it. The macro refuses it too.
        if matches!(self.operation.verb, "get" | "head" | "trace") {
            let verb = self.operation.verb.to_ascii_uppercase();
            self.note(
                &body,
                format!("a {verb} request has no body; it is left out"),
            );
            return;
        }
        let mut content = body.map("content");
        let rank = |media: &str| ORDER.iter().position(|it| *it == Media::of(media));
        // Stable: of two of a kind, the document's first is taken, and a range of media types last.
        content.sort_by_key(|(media, _)| (rank(media), media.contains('*')));
        let Some(((media, node), others)) = content.split_first() else {
            self.note(&body, "the request body has no media type; it is left out");
            return;
        };
        if !others.is_empty() {
            let others: Vec<_> = others
                .iter()
                .map(|(media, _)| format!("`{media}`"))
                .collect();
            let text = format!(
                "the request body is sent as `{media}`, and never as {}",
                others.join(", ")
            );
            self.note(&body, text);
        }
        let is_required = body.flag("required");
        let is_optional = is_required.map_or(self.operation.verb == "delete", |it| !it);
        let words = sentence(body.text("description").unwrap_or_default());
        self.body_of(media, node, is_optional, words);
    }

    fn body_of(&mut self, media: &str, node: &Node<'d>, is_optional: bool, words: String) {
        let plain = essence(media);
        let schema = node.get("schema");
        match Media::of(media) {
            Media::Multipart => self.multipart(node, is_optional),
            kind @ (Media::Json | Media::NamedJson) => {
                if kind == Media::NamedJson {
                    self.options.content_type = Some(plain);
                }
                let of = self.body_type(schema.as_ref());
                let name = self.body_name(&of);
                self.argument(&name, Role::Json, Given::Value(of), is_optional, words);
            }
            Media::Form => self.form(plain, node, is_optional, words),
            kind @ (Media::Text | Media::Xml) => {
                if kind == Media::Xml {
                    self.note(node, "XML is not typed; the request body is `&str`");
                }
                self.argument("body", Role::Body(plain), Given::Text, is_optional, words);
            }
            _ => {
                let media = self.of_octets(plain, node);
                self.argument("body", Role::Body(media), Given::Bytes, is_optional, words);
            }
        }
    }

    /// A form, or its text where the schema has no fields.
    fn form(&mut self, plain: String, node: &Node<'d>, is_optional: bool, words: String) {
        let schema = node.get("schema");
        let role = if has_nested(schema.as_ref()) {
            Role::NestedForm
        } else {
            Role::Form
        };
        let of = self.body_type(schema.as_ref());
        let (name, role, of) = if self.has_fields(&of) {
            (self.body_name(&of), role, Given::Value(of))
        } else {
            self.note(
                node,
                "a form of this schema has no fields; it is `&str`, as it is sent",
            );
            ("body".to_owned(), Role::Body(plain), Given::Text)
        };
        self.argument(&name, role, of, is_optional, words);
    }

    /// The media type that bytes are sent as: one for a range that names none.
    fn of_octets(&mut self, named: String, node: &Node<'d>) -> String {
        let mut parts = named.split_once('/').into_iter();
        let is_one = parts.any(|(kind, name)| is_token(kind) && is_token(name));
        if is_one && !named.contains('*') {
            return named;
        }
        let octets = "application/octet-stream";
        let text = format!("`{named}` names no media type; the request body is sent as `{octets}`");
        self.note(node, text);
        octets.to_owned()
    }

    fn body_type(&mut self, schema: Option<&Node<'d>>) -> Type {
        let hint = format!("{}Body", self.hint);
        let of = schema.map_or(Type::Value, |schema| {
            self.schemas.type_of(schema, &hint, Direction::SENT)
        });
        of.without_null().clone()
    }

    /// Tells whether values of a type may be sent as a form.
    fn has_fields(&self, of: &Type) -> bool {
        let types = &self.schemas.types;
        match types.seen_through(of) {
            Type::Named(_) => !matches!(types.kind_of(of), Some(Kind::Strings(_))),
            other => matches!(other, Type::Map(_) | Type::Value),
        }
    }

    /// Name of the argument: that of its type, if it is one word, as in `pet: &Pet`.
    fn body_name(&self, of: &Type) -> String {
        let item = match of {
            Type::Named(id) => self.schemas.types.item(*id),
            _ => None,
        };
        let name = item.map(|item| item.name.as_str()).unwrap_or_default();
        let is_word = name.chars().skip(1).all(|c| c.is_ascii_lowercase());
        if name.is_empty() || !is_word || name.starts_with(&self.hint) {
            return "body".to_owned();
        }
        name.to_ascii_lowercase()
    }
}

/// Properties of an object, those of the parts of an `allOf` included.
pub(super) fn properties<'d>(
    schema: &Node<'d>,
    found: &mut Vec<(&'d str, Node<'d>)>,
    required: &mut Vec<&'d str>,
    depth: usize,
) {
    if depth > 32 {
        return;
    }
    for part in schema.list("allOf") {
        if let Ok(part) = part.resolve() {
            properties(&part, found, required, depth + 1);
        }
    }
    for (name, property) in schema.get("properties").iter().flat_map(Node::entries) {
        match found.iter_mut().find(|(known, _)| *known == name) {
            Some(known) => known.1 = property,
            None => found.push((name, property)),
        }
    }
    let names = schema.list("required").into_iter();
    required.extend(names.filter_map(|name| name.value().as_str()));
}

/// Tells whether a property of a form is an object, or a list of such.
fn has_nested(schema: Option<&Node<'_>>) -> bool {
    let Some(schema) = schema.and_then(|schema| schema.resolve().ok()) else {
        return false;
    };
    let (mut found, mut required) = (Vec::new(), Vec::new());
    properties(&schema, &mut found, &mut required, 0);
    found
        .iter()
        .any(|(_, property)| parameter::is_nested(property, 0))
}
