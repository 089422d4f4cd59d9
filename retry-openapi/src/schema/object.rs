//! Objects.

use super::Schemas;
use crate::document::Node;
use crate::names::{Scope, snake, upper_camel};
use crate::text;
use crate::types::{Field, Struct};

impl<'d> Schemas<'d> {
    pub(super) fn object(&mut self, node: &Node<'d>, name: &str) -> Struct {
        let mut scope = Scope::with(&["other"]);
        let required: Vec<&str> = node
            .get("required")
            .iter()
            .flat_map(Node::items)
            .filter_map(|it| it.value().as_str())
            .collect();
        let mut fields = Vec::new();
        for (wire, property) in node.get("properties").iter().flat_map(Node::entries) {
            let of = self.lower(&property, &format!("{name}{}", upper_camel(wire)));
            fields.push(Field {
                name: scope.claim(&snake(wire)),
                wire: wire.to_owned(),
                of,
                required: required.contains(&wire),
                read_only: property.is_set("readOnly"),
                write_only: property.is_set("writeOnly"),
                docs: text::lines(property.text("description").unwrap_or_default()),
                notes: Vec::new(),
            });
        }
        Struct { fields, rest: None }
    }
}
