//! From a schema to a type.
//!
//! [`Schemas::type_of`] is the one door. Named schemas become items on first use and are made after what asked for them,
//! one after the other, so a chain of ten thousand of them costs no stack; [`Schemas::finish`] makes those that wait.
//! A schema that cannot be mapped costs a note and `serde_json::Value`, never the document.

mod object;

use std::collections::{HashMap, VecDeque};

use serde_json::Value;

use crate::document::{Document, Node};
use crate::names::{Scope, upper_camel};
use crate::notes::Notes;
use crate::text;
use crate::types::{Direction, Item, ItemId, Kind, Type, Types, Variant};

/// Everything that `operations/` needs of schemas: the registry of types, the names of types, the notes.
///
/// What may be relied on:
/// - [`type_of`](Self::type_of) never fails and never panics, whatever the node is; for the same node it gives the same type
///   (the same item, not a second one), however it was reached.
/// - The hint is used only where the schema has no name of its own.
/// - The kind of a [`Type::Named`] is known from [`item`](Self::item) as soon as `type_of` has returned.
/// - `Type::Nullable` is the outermost of a type, if the schema admits `null`.
#[derive(Debug)]
pub(crate) struct Schemas<'d> {
    pub(crate) notes: &'d Notes,
    pub(crate) types: Types,
    /// Names of items and traits. `operations/` claims those of traits before the first type is asked for.
    pub(crate) names: Scope,
    /// Names of the schemas in `components`, given out before anything is made.
    component_names: HashMap<*const Value, String>,
    known: HashMap<*const Value, ItemId>,
    waiting: VecDeque<(ItemId, Node<'d>)>,
}

impl<'d> Schemas<'d> {
    pub(crate) fn new(document: &'d Document, notes: &'d Notes, mut names: Scope) -> Self {
        let mut component_names = HashMap::new();
        let components = document
            .root()
            .field("components")
            .and_then(|it| it.field("schemas"));
        for (name, node) in components.iter().flat_map(Node::entries) {
            component_names.insert(node.id(), names.claim(&upper_camel(name)));
        }
        Self {
            notes,
            types: Types::default(),
            names,
            component_names,
            known: HashMap::new(),
            waiting: VecDeque::new(),
        }
    }

    /// Type of a schema, whose values go this way. `hint` names it if it has no name of its own, in `UpperCamelCase`.
    pub(crate) fn type_of(&mut self, schema: &Node<'d>, hint: &str, direction: Direction) -> Type {
        let of = self.lower(schema, hint);
        self.types.mark(&of, direction);
        self.finish();
        of
    }

    /// Item of a number, if it is one that `type_of` has given.
    pub(crate) fn item(&self, id: ItemId) -> Option<&Item> {
        self.types.item(id)
    }

    fn finish(&mut self) {
        while let Some((id, node)) = self.waiting.pop_front() {
            let name = self
                .component_names
                .get(&node.id())
                .cloned()
                .unwrap_or_default();
            let item = self.item_of(&node, name);
            self.types.set(id, item);
        }
    }

    fn lower(&mut self, schema: &Node<'d>, hint: &str) -> Type {
        let node = match schema.resolve() {
            Ok(node) => node,
            Err(why) => {
                self.notes
                    .add(schema, format!("{why}; the type is `serde_json::Value`"));
                return Type::Value;
            }
        };
        if self.component_names.contains_key(&node.id()) || self.known.contains_key(&node.id()) {
            return self.named(&node);
        }
        self.inline(&node, hint)
    }

    fn named(&mut self, node: &Node<'d>) -> Type {
        if let Some(&id) = self.known.get(&node.id()) {
            return Type::Named(id);
        }
        let id = self.types.reserve();
        self.known.insert(node.id(), id);
        self.waiting.push_back((id, node.clone()));
        Type::Named(id)
    }

    fn item_of(&mut self, node: &Node<'d>, name: String) -> Item {
        let kind = match self.body(node, &name) {
            Ok(kind) => kind,
            Err(of) => Kind::Alias(of),
        };
        Item {
            name,
            docs: text::lines(node.text("description").unwrap_or_default()),
            notes: Vec::new(),
            direction: Direction::default(),
            kind,
        }
    }

    fn inline(&mut self, node: &Node<'d>, hint: &str) -> Type {
        match self.body(node, hint) {
            Err(of) => of,
            Ok(_) => {
                let name = self.names.claim(hint);
                let id = self.types.reserve();
                self.known.insert(node.id(), id);
                let item = self.item_of(node, name);
                self.types.set(id, item);
                Type::Named(id)
            }
        }
    }

    /// What an item of this schema is, or the type that needs none.
    fn body(&mut self, node: &Node<'d>, name: &str) -> Result<Kind, Type> {
        if node.get("properties").is_some() {
            return Ok(Kind::Struct(self.object(node, name)));
        }
        let of = match node.text("type") {
            Some("string") => match node.get("enum") {
                Some(values) => return Ok(Kind::Strings(variants(&values))),
                None => Type::String,
            },
            Some("integer") => Type::Number("i64"),
            Some("number") => Type::Number("f64"),
            Some("boolean") => Type::Bool,
            Some("array") => match node.get("items") {
                Some(items) => Type::List(Box::new(self.lower(&items, &format!("{name}Item")))),
                None => Type::List(Box::new(Type::Value)),
            },
            _ => Type::Value,
        };
        Err(if node.is_set("nullable") {
            of.nullable()
        } else {
            of
        })
    }
}

fn variants(values: &Node<'_>) -> Vec<Variant> {
    let mut scope = Scope::with(&["Other"]);
    let texts = values.items();
    let texts = texts.iter().filter_map(|value| value.value().as_str());
    texts
        .map(|wire| Variant {
            name: scope.claim(&upper_camel(wire)),
            wire: wire.to_owned(),
        })
        .collect()
}
