//! Schemas, as far as they are known, and the way from one to its type.

use std::collections::{HashMap, HashSet, VecDeque};
use std::mem;

use serde_json::Value;

use super::parts::Parts;
use super::shape::{self, Shape};
use super::{alternatives, docs, malformed, names, null, properties, scalar};
use crate::document::{Document, Node};
use crate::names::Scope;
use crate::notes::{NoteId, Notes};
use crate::types::{Direction, Item, ItemId, Kind, Type, Types};
use crate::with::With;

/// The depth of schemas without names in each other. Documents are less deep, but references to their parts are not.
const MAX_DEPTH: usize = 120;

/// Place of the items that stand in operations: behind the structs of queries, before those of `components`.
const OF_OPERATIONS: usize = 1;

/// Everything that `operations/` needs of schemas: the registry of types, the names of types, the notes.
///
/// Its promises:
/// - [`type_of`](Self::type_of) never fails and never panics, whatever the node is; for the same node it gives the same type
///   (the same item, not a second one), however it was reached.
/// - The hint is used only where the schema has no name of its own.
/// - The kind of a [`Type::Named`] is known from `types.kind_of` as soon as `type_of` has returned;
///   `types.seen_through` gives what an alias stands for.
/// - `Type::Nullable` is the outermost of a type, if the schema admits `null`.
#[derive(Debug)]
pub(crate) struct Schemas<'d> {
    pub(crate) notes: &'d Notes,
    pub(crate) types: Types,
    /// Names of items and traits. `operations/` claims those of traits before the first type is asked for.
    pub(crate) names: Scope,
    pub(super) with: With,
    /// Names of the schemas in `components`, given out before anything is made, and their places.
    pub(super) components: HashMap<*const Value, (String, usize)>,
    /// Types of schemas that were asked for.
    known: HashMap<*const Value, Type>,
    /// Schemas without a name that are being made: one that leads back to itself has no type.
    open: HashSet<*const Value>,
    waiting: VecDeque<(ItemId, Node<'d>, String)>,
    /// The place where the items that are being made are printed.
    pub(super) place: usize,
    /// Notes that were made since the last item or field took them.
    fresh: Vec<NoteId>,
}

impl<'d> Schemas<'d> {
    pub(crate) fn new(
        document: &'d Document,
        notes: &'d Notes,
        with: With,
        mut names: Scope,
    ) -> Self {
        Self {
            notes,
            types: Types::default(),
            components: names::components(document, &mut names),
            names,
            with,
            known: HashMap::new(),
            open: HashSet::new(),
            waiting: VecDeque::new(),
            place: OF_OPERATIONS,
            fresh: Vec::new(),
        }
    }

    /// Type of a schema, whose values go this way. `hint` names it if it has no name of its own, in `UpperCamelCase`.
    pub(crate) fn type_of(&mut self, schema: &Node<'d>, hint: &str, direction: Direction) -> Type {
        self.type_and_notes(schema, hint, direction).0
    }

    /// The same, with the notes that belong where the type stands. Those about parts of an item stand at the item.
    pub(crate) fn type_and_notes(
        &mut self,
        schema: &Node<'d>,
        hint: &str,
        direction: Direction,
    ) -> (Type, Vec<NoteId>) {
        let (of, notes) = self.noting(|schemas| schemas.lower(schema, hint));
        self.make_waiting();
        self.types.mark(&of, direction);
        (of, notes)
    }

    fn make_waiting(&mut self) {
        // A queue, and not recursion: what an item needs is put behind what was asked for before it. The items are made
        // in the order in which they were met, and a chain of references has no depth.
        while let Some((id, node, name)) = self.waiting.pop_front() {
            self.place = self
                .components
                .get(&node.id())
                .map_or(OF_OPERATIONS, |(_, place)| *place);
            self.make(id, &node, name);
        }
        self.place = OF_OPERATIONS;
    }

    /// Type of a schema in any place, and its `null`.
    pub(super) fn lower(&mut self, schema: &Node<'d>, hint: &str) -> Type {
        let is_nullable = null::admits(schema);
        let target = match schema.resolve() {
            Ok(target) => target,
            Err(why) => {
                self.note(schema, format!("{why}; the type is `serde_json::Value`"));
                return Type::Value;
            }
        };
        match target.value() {
            Value::Object(_) => {}
            Value::Bool(true) => return Type::Value,
            other => {
                let what = if other.is_boolean() {
                    "a schema `false` admits nothing"
                } else {
                    "this is no schema"
                };
                self.note(schema, format!("{what}; the type is `serde_json::Value`"));
                return Type::Value;
            }
        }
        // By the identity of the value: the same place is the same type, by whatever way it was reached.
        let of = match self.known.get(&target.id()) {
            Some(known) => known.clone(),
            None => match self.own_name(schema, &target) {
                Some(name) => self.wait(&target, name),
                None => self.inline(&target, hint),
            },
        };
        of.nullable_if(is_nullable)
    }

    /// Name that the document gives a schema, if it is an item for that.
    fn own_name(&mut self, schema: &Node<'d>, target: &Node<'d>) -> Option<String> {
        if let Some((name, _)) = self.components.get(&target.id()) {
            // `format: binary` is bytes in a body and text in a field, so no alias can stand for both.
            return (!self.is_for_its_place(target)).then(|| name.clone());
        }
        schema.reference()?;
        let name = names::of_place(&target.pointer())?;
        // A name that stands elsewhere is worth an item, but not an alias.
        is_item(target).then(|| self.names.claim_type(&name))
    }

    /// Tells whether the type of a schema depends on where it stands, so that no alias can be made of it.
    fn is_for_its_place(&self, target: &Node<'d>) -> bool {
        let parts = Parts::of(target);
        let is_text = matches!(shape::shape(&parts), Shape::Text) && parts.only_reference.is_none();
        let of = scalar::text(parts.text("format"), self.with);
        is_text && scalar::inside(of.clone()) != of
    }

    fn wait(&mut self, target: &Node<'d>, name: String) -> Type {
        let id = self.types.reserve();
        // Known before it is made, so that a schema that refers to itself finds its own number.
        self.known.insert(target.id(), Type::Named(id));
        self.waiting.push_back((id, target.clone(), name));
        Type::Named(id)
    }

    /// Type of a schema that has no name, `null` left out.
    pub(super) fn inline(&mut self, node: &Node<'d>, hint: &str) -> Type {
        // Without a name there is no item that could break the circle: an inline schema in itself has no type in Rust.
        if self.open.len() >= MAX_DEPTH || !self.open.insert(node.id()) {
            self.note(
                node,
                "this schema leads back to itself; the type is `serde_json::Value`",
            );
            return Type::Value;
        }
        let parts = Parts::of(node);
        let shape = shape::shape(&parts);
        let of = if let Some(reference) = &parts.only_reference {
            self.lower(reference, hint).without_null().clone()
        } else if makes_item(&parts, &shape) {
            let name = self.names.claim_type(hint);
            let id = self.types.reserve();
            self.known.insert(node.id(), Type::Named(id));
            self.make(id, node, name);
            Type::Named(id)
        } else {
            match self.body(node, &parts, shape, hint) {
                Ok(_) => Type::Value,
                Err(of) => of.without_null().clone(),
            }
        };
        self.open.remove(&node.id());
        of
    }

    /// Makes the item of a schema.
    pub(super) fn make(&mut self, id: ItemId, node: &Node<'d>, name: String) {
        let (kind, notes) = self.noting(|schemas| {
            let parts = Parts::of(node);
            if let Some(reference) = &parts.only_reference {
                return Kind::Alias(schemas.lower(reference, &name).without_null().clone());
            }
            let shape = shape::shape(&parts);
            let body = schemas.body(node, &parts, shape, &name);
            body.unwrap_or_else(|of| Kind::Alias(of.without_null().clone()))
        });
        let item = Item {
            name,
            place: self.place,
            docs: docs::of_item(node),
            notes,
            direction: Direction::default(),
            kind,
        };
        self.types.set(id, item);
    }

    /// The kind of the item for this schema, or the type that needs none.
    pub(super) fn body(
        &mut self,
        node: &Node<'d>,
        parts: &Parts<'d>,
        shape: Shape<'d>,
        name: &str,
    ) -> Result<Kind, Type> {
        for (part, why) in malformed::parts(parts) {
            self.note(&part, why);
        }
        match shape {
            Shape::Listed(values) => Ok(Kind::Strings(scalar::listed(&values))),
            Shape::Object { unions } => self.object(node, parts, &unions, name),
            Shape::Union(union) => self.union(&union, name),
            Shape::Any(why) => {
                if let Some(why) = why {
                    self.note(node, format!("{why}; the type is `serde_json::Value`"));
                }
                Err(Type::Value)
            }
            Shape::List(items) => {
                if items.is_none() && parts.has("prefixItems") {
                    self.note(node, "`prefixItems` is left out: the list is of any values");
                }
                Err(self.list(items.as_ref(), name))
            }
            Shape::Tuple(items) => {
                let items = items.iter().enumerate();
                let items = items
                    .map(|(index, item)| self.lower(item, &format!("{name}Item{}", index + 1)));
                let items = items.map(scalar::inside).collect();
                Err(Type::Tuple(items))
            }
            Shape::Bool => Err(Type::Bool),
            Shape::Integer => Err(Type::Number(scalar::integer(parts.text("format")))),
            Shape::Number => Err(Type::Number("f64")),
            Shape::Text => Err(scalar::text(parts.text("format"), self.with)),
        }
    }

    pub(super) fn list(&mut self, items: Option<&Node<'d>>, name: &str) -> Type {
        let hint = format!("{name}Item");
        let of = items.map_or(Type::Value, |items| self.lower(items, &hint));
        let of = self.readable(scalar::inside(of), Type::List, &hint);
        Type::List(Box::new(of))
    }

    /// Makes a note that the next field or item shows.
    pub(super) fn note(&mut self, node: &Node<'d>, text: impl Into<String>) {
        let number = self.notes.add(node, text);
        if !self.fresh.contains(&number) {
            self.fresh.push(number);
        }
    }

    /// Does something, and gives the notes that were made by it.
    pub(super) fn noting<T>(&mut self, act: impl FnOnce(&mut Self) -> T) -> (T, Vec<NoteId>) {
        // Notes of what is inside must not be shown outside as well: each belongs to the nearest item or field.
        let outer = mem::take(&mut self.fresh);
        let done = act(self);
        (done, mem::replace(&mut self.fresh, outer))
    }
}

fn is_item(node: &Node<'_>) -> bool {
    let parts = Parts::of(node);
    parts.only_reference.is_none() && makes_item(&parts, &shape::shape(&parts))
}

/// Tells whether a schema of this shape has a name in Rust.
fn makes_item(parts: &Parts<'_>, shape: &Shape<'_>) -> bool {
    match shape {
        Shape::Listed(_) => true,
        Shape::Object { unions } => !unions.is_empty() || properties::has_properties(parts),
        Shape::Union(union) => alternatives::makes_item(union),
        _ => false,
    }
}
