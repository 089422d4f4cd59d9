//! Objects.

use serde_json::Value;

use super::parts::Parts;
use super::properties::{self, Property, has_properties, required};
use super::shape::Union;
use super::{Schemas, beside, docs, scalar};
use crate::document::Node;
use crate::names::{Scope, snake, upper_camel};
use crate::types::{Direction, Field, Foreign, Item, Kind, Rest, Struct, Type};

impl<'d> Schemas<'d> {
    /// A struct, or the map that an object without known properties is.
    pub(super) fn object(
        &mut self,
        node: &Node<'d>,
        parts: &Parts<'d>,
        unions: &[Union<'d>],
        name: &str,
    ) -> Result<Kind, Type> {
        self.note_what_is_left_out(node, parts, unions);
        let mut properties = properties::all(parts);
        let unions: Vec<&Union<'d>> = unions
            .iter()
            .filter(|union| !beside::only_narrows(union, &properties::names(&properties)))
            .collect();
        // `type: object` alone promises nothing about keys. A struct without fields would lose them all.
        if properties.is_empty() && unions.is_empty() {
            return Err(self.map(node, parts, name));
        }
        for union in &unions {
            // What a union's variants read is not read beside them as well: serde hands it to one of both.
            let own = beside::own_properties(union);
            properties.retain(|property| !own.contains(property.wire));
        }
        let mut scope = Scope::default();
        let required = required(parts);
        let mut fields = Vec::new();
        for property in properties {
            fields.push(self.field(
                &property,
                required.contains(property.wire),
                name,
                &mut scope,
            ));
        }
        for union in &unions {
            fields.push(self.flattened(union, name, &mut scope));
        }
        // Beside a union the other properties are already in its last variant.
        let rest = if unions.is_empty() {
            self.rest(node, parts, name, &mut scope)
        } else {
            None
        };
        Ok(Kind::Struct(Struct { fields, rest }))
    }

    /// Notes the words about properties that no type can say.
    fn note_what_is_left_out(&mut self, node: &Node<'d>, parts: &Parts<'d>, unions: &[Union<'d>]) {
        for word in ["if", "dependentSchemas", "dependencies"] {
            if parts.has(word) {
                self.note(
                    node,
                    format!(
                        "`{word}` is left out: which properties belong together is not checked"
                    ),
                );
            }
        }
        if unions.is_empty() && node.get("discriminator").is_some() {
            self.note(
                node,
                "`discriminator` without `oneOf` or `anyOf`: the properties of the schemas that build on this one are not read",
            );
        }
    }

    fn field(
        &mut self,
        property: &Property<'d>,
        required: bool,
        owner: &str,
        scope: &mut Scope,
    ) -> Field {
        let Property {
            wire,
            schema,
            is_disputed,
        } = property;
        let hint = format!("{owner}{}", upper_camel(wire));
        let (of, notes) = self.noting(|schemas| {
            if *is_disputed {
                // Two schemas of an `allOf` that contradict each other have no value in common. The last is the one
                // that was written with the first in view.
                schemas.note(schema, format!("`{wire}` has two types; this is the last"));
            }
            if schema
                .value()
                .get("required")
                .is_some_and(Value::is_boolean)
            {
                schemas.note(
                    schema,
                    "`required` is a list of the object; the type is `serde_json::Value`",
                );
                return Type::Value;
            }
            schemas.lower(schema, &hint)
        });
        let of = in_field(of, required);
        // `readOnly` stands beside a reference, which says it of this field alone, or in what it refers to.
        let looked_at = schema.resolve().unwrap_or_else(|_| schema.clone());
        let is = |word: &str| schema.is_set(word) || looked_at.is_set(word);
        Field {
            name: scope.claim(&snake(wire)),
            wire: (*wire).to_owned(),
            is_flattened: false,
            of,
            required,
            read_only: is("readOnly"),
            write_only: is("writeOnly"),
            docs: docs::of_field(schema),
            notes,
        }
    }

    /// The field of a union that stands beside properties.
    fn flattened(&mut self, union: &Union<'d>, owner: &str, scope: &mut Scope) -> Field {
        let hint = format!("{owner}Variant");
        let (of, notes) = self.noting(|schemas| schemas.union_alone(union, &hint));
        Field {
            name: scope.claim("variant"),
            wire: String::new(),
            is_flattened: true,
            of,
            required: true,
            read_only: false,
            write_only: false,
            docs: vec!["The properties of one of several schemas.".to_owned()],
            notes,
        }
    }

    /// Type of a union as if its schema had nothing else.
    fn union_alone(&mut self, union: &Union<'d>, hint: &str) -> Type {
        // A component that is nothing but this union has an item already, with a better name than one made of the
        // owner's.
        if self.components.contains_key(&union.holder.id())
            && !has_properties(&Parts::of(&union.holder))
        {
            return self.lower(&union.holder, hint).without_null().clone();
        }
        let id = self.types.reserve();
        let name = self.names.claim_type(hint);
        let (body, notes) = self.noting(|schemas| schemas.union(union, &name));
        let kind = body.unwrap_or_else(|of| Kind::Alias(of.without_null().clone()));
        self.types.set(
            id,
            Item {
                name,
                place: self.place,
                docs: Vec::new(),
                notes,
                direction: Direction::default(),
                kind,
            },
        );
        Type::Named(id)
    }

    fn map(&mut self, node: &Node<'d>, parts: &Parts<'d>, name: &str) -> Type {
        let of = self.rest_type(node, parts, &format!("{name}Value"));
        let hint = format!("{name}Value");
        let of = self.readable(of.unwrap_or(Type::Value), Type::Map, &hint);
        Type::Map(Box::new(of))
    }

    fn rest(
        &mut self,
        node: &Node<'d>,
        parts: &Parts<'d>,
        name: &str,
        scope: &mut Scope,
    ) -> Option<Rest> {
        let (of, notes) =
            self.noting(|schemas| schemas.rest_type(node, parts, &format!("{name}Other")));
        Some(Rest {
            of: of?,
            name: scope.claim("other"),
            notes,
        })
    }

    /// Type of properties that are not named.
    fn rest_type(&mut self, node: &Node<'d>, parts: &Parts<'d>, hint: &str) -> Option<Type> {
        let additional = parts
            .list
            .iter()
            .rev()
            .filter_map(|part| part.get("additionalProperties"));
        let mut additional = additional;
        let additional = additional.find(|it| *it.value() != Value::Bool(false));
        let patterns = parts
            .get("patternProperties")
            .map(|it| it.entries())
            .unwrap_or_default();
        if !patterns.is_empty() {
            self.note(node, "patterns of property names are not checked");
        }
        let found = match (additional, patterns.as_slice()) {
            (Some(schema), []) => self.lower(&schema, hint),
            (None, [(_, schema)]) => self.lower(schema, hint),
            (None, []) => return None,
            // Named and other properties, or several patterns: a map has one type for all its values, so it is the one
            // that takes any.
            _ => Type::Value,
        };
        Some(scalar::inside(found))
    }
}

/// A type that stands in a field of a struct.
fn in_field(of: Type, required: bool) -> Type {
    match &of {
        Type::Binary => Type::String,
        Type::Nullable(inner) => match **inner {
            Type::Binary => Type::String.nullable(),
            // For absent, `null` and value there is no such module.
            Type::Foreign(Foreign {
                serde_with: Some(_),
                ..
            }) if !required => Type::String.nullable(),
            _ => of,
        },
        _ => of,
    }
}
