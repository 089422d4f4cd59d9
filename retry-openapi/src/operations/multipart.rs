//! Multipart bodies: an argument for each part.

use super::argument::{Given, Role};
use super::body::properties;
use super::media::Media;
use super::parameter::{Shape, parts_of};
use super::reader::Reader;
use crate::document::Node;
use crate::names::upper_camel;
use crate::text::{constraints, sentence, sentences};
use crate::types::{Direction, Kind, Type};

/// The depth to which lists and unions of files are looked into.
const MAX_DEPTH: usize = 8;

/// Files that a part holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Files {
    None,
    One,
    Several,
}

impl<'d> Reader<'_, 'd> {
    /// An argument for each part.
    pub(super) fn multipart(&mut self, node: &Node<'d>, is_optional: bool) {
        let schema = node.get("schema").and_then(|schema| schema.resolve().ok());
        let (mut parts, mut required) = (Vec::new(), Vec::new());
        if let Some(schema) = &schema {
            properties(schema, &mut parts, &mut required, 0);
        }
        if parts.is_empty() {
            self.note(node, "the multipart body names no parts; it is left out");
        }
        for (name, part) in parts {
            let property = part.resolve().unwrap_or_else(|_| part.clone());
            if property.is_set("readOnly") {
                continue;
            }
            let encoding = node.field("encoding").and_then(|it| it.field(name));
            let media = encoding.and_then(|it| it.text("contentType"));
            // Of a list the first is as good as any.
            let media = media.and_then(|list| list.split(',').next());
            let (role, of) = self.part(name, &part, media);
            let is_optional = is_optional || !required.contains(&name);
            let words = words_of(&property);
            self.argument(name, role, of, is_optional, words);
        }
    }

    fn part(&mut self, name: &str, part: &Node<'d>, media: Option<&str>) -> (Role, Given) {
        let wire = name.to_owned();
        match files(part, media, 0) {
            Files::None => {}
            Files::One => return (Role::Part(wire), Given::Part),
            Files::Several => return (Role::Part(wire), Given::Parts),
        }
        let hint = format!("{}Body{}", self.hint, upper_camel(name));
        let of = self.schemas.type_of(part, &hint, Direction::SENT);
        let of = of.without_null().clone();
        let types = &self.schemas.types;
        let is_json = media.is_some_and(|media| Media::of(media).is_json());
        match types.seen_through(&of) {
            _ if is_json => (Role::PartJson(wire), Given::Value(of)),
            Type::Bool | Type::Number(_) | Type::String | Type::Foreign(_) => {
                (Role::Part(wire), Given::Value(of))
            }
            Type::List(_) if Shape::of(part, 0) == Shape::List => {
                (Role::Part(wire), Given::Value(of))
            }
            _ if matches!(types.kind_of(&of), Some(Kind::Strings(_))) => {
                (Role::Part(wire), Given::Value(of))
            }
            _ => (Role::PartJson(wire), Given::Value(of)),
        }
    }
}

/// Files that a part holds: strings of the format `binary` (OpenAPI 3.0), or those whose media type is not that of a text
/// (3.1). Of a union with files all is a file, as a `Part` may also be a text.
fn files(part: &Node<'_>, media: Option<&str>, depth: usize) -> Files {
    let Ok(schema) = part.resolve() else {
        return Files::None;
    };
    if depth > MAX_DEPTH {
        return Files::None;
    }
    if let Some(items) = schema.get("items") {
        return match files(&items, media, depth + 1) {
            Files::None => Files::None,
            Files::One | Files::Several => Files::Several,
        };
    }
    let found = parts_of(&schema).map(|it| files(&it, None, depth + 1));
    let found = found.fold(Files::None, |all, it| match (all, it) {
        (Files::Several, _) | (_, Files::Several) => Files::Several,
        (Files::One, _) | (_, Files::One) => Files::One,
        _ => Files::None,
    });
    if found != Files::None {
        return found;
    }
    let of = schema.text("type");
    let is_open = of.is_none_or(|of| of == "string") && schema.get("enum").is_none();
    let is_file = |media: &str| {
        let kind = Media::of(media);
        matches!(kind, Media::Binary | Media::Other) && !media.contains('*')
    };
    // The media type of the schema goes before that of the encoding object. Beside a `contentEncoding` it is that of
    // bytes which are written as text, and so says nothing of a file.
    let own = schema
        .text("contentMediaType")
        .filter(|_| schema.get("contentEncoding").is_none());
    let is_bytes = schema.text("format") == Some("binary");
    if is_bytes || (is_open && own.or(media).is_some_and(is_file)) {
        Files::One
    } else {
        Files::None
    }
}

/// Description and constraints of a part, escaped.
fn words_of(node: &Node<'_>) -> String {
    let description = sentence(node.text("description").unwrap_or_default());
    sentences([description, constraints(node)])
}
