//! Objects.

use std::collections::HashSet;

use serde_json::Value;

use super::parts::Parts;
use super::shape::Union;
use super::{Schemas, alternatives, docs, scalar};
use crate::document::Node;
use crate::names::{Scope, snake, upper_camel};
use crate::types::{Direction, Field, Foreign, Item, Kind, Rest, Struct, Type};

/// A property of one or more of the schemas that an object meets.
#[derive(Clone, Debug)]
struct Property<'d> {
    wire: &'d str,
    schema: Node<'d>,
    /// Whether another schema gives it another type.
    is_disputed: bool,
}

pub(super) fn has_properties(parts: &Parts<'_>) -> bool {
    parts.list.iter().any(|part| {
        let properties = part.get("properties");
        properties.is_some_and(|it| !it.entries().is_empty())
    })
}

/// Names that some part requires.
pub(super) fn required<'d>(parts: &Parts<'d>) -> HashSet<&'d str> {
    let lists = parts.list.iter().filter_map(|part| part.get("required"));
    lists
        .flat_map(|list| list.items())
        .filter_map(|name| name.value().as_str())
        .collect()
}

impl<'d> Schemas<'d> {
    /// A struct, or the map that an object without known properties is.
    pub(super) fn object(
        &mut self,
        node: &Node<'d>,
        parts: &Parts<'d>,
        unions: &[Union<'d>],
        name: &str,
    ) -> Result<Kind, Type> {
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
        let mut properties = properties(parts);
        let unions: Vec<&Union<'d>> = unions
            .iter()
            .filter(|union| !alternatives::only_narrows(union, &names(&properties)))
            .collect();
        if properties.is_empty() && unions.is_empty() {
            return Err(self.map(node, parts, name));
        }
        for union in &unions {
            // What a union's variants read is not read beside them as well: serde hands it to one of both.
            let own = alternatives::own_properties(union);
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
            is_deprecated: is("deprecated"),
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
            is_deprecated: false,
            docs: vec!["The properties of one of several schemas.".to_owned()],
            notes,
        }
    }

    /// Type of a union as if its schema had nothing else.
    fn union_alone(&mut self, union: &Union<'d>, hint: &str) -> Type {
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
                is_deprecated: false,
                direction: Direction::default(),
                kind,
            },
        );
        Type::Named(id)
    }

    fn map(&mut self, node: &Node<'d>, parts: &Parts<'d>, name: &str) -> Type {
        let of = self.rest_type(node, parts, &format!("{name}Value"));
        Type::Map(Box::new(of.unwrap_or(Type::Value)))
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
        let additional = additional
            .filter(|it| *it.value() != Value::Bool(false))
            .next();
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

/// Properties of all parts in the order in which they first stand; of the types of one the last.
fn properties<'d>(parts: &Parts<'d>) -> Vec<Property<'d>> {
    let mut found: Vec<Property<'d>> = Vec::new();
    let maps = parts.list.iter().filter_map(|part| part.get("properties"));
    for (wire, schema) in maps.flat_map(|map| map.entries()) {
        let Some(known) = found.iter_mut().find(|known| known.wire == wire) else {
            found.push(Property {
                wire,
                schema,
                is_disputed: false,
            });
            continue;
        };
        match compare(&known.schema, &schema) {
            Difference::None => {}
            Difference::LastSaysLess => {}
            Difference::LastSaysMore => known.schema = schema,
            Difference::Other => {
                known.schema = schema;
                known.is_disputed = true;
            }
        }
    }
    found
}

fn names<'d>(properties: &[Property<'d>]) -> HashSet<&'d str> {
    properties.iter().map(|property| property.wire).collect()
}

/// How a second schema of a property differs from the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Difference {
    None,
    LastSaysMore,
    LastSaysLess,
    Other,
}

fn compare(first: &Node<'_>, last: &Node<'_>) -> Difference {
    let (Ok(first), Ok(last)) = (first.resolve(), last.resolve()) else {
        return Difference::Other;
    };
    if first.id() == last.id() || first.value() == last.value() {
        return Difference::None;
    }
    let of = |schema: &Node<'_>| schema.value().get("type").cloned();
    let lists = |schema: &Node<'_>| schema.get("enum").is_some() || schema.get("const").is_some();
    let says_more =
        |schema: &Node<'_>| super::words::says_type(schema) || schema.get("allOf").is_some();
    match (of(&first), of(&last)) {
        _ if !says_more(&last) && of(&last).is_none() => Difference::LastSaysLess,
        _ if !says_more(&first) && of(&first).is_none() => Difference::LastSaysMore,
        // A constant narrows a string, and words around it change nothing.
        (a, b)
            if a == b
                && a.as_ref().is_some_and(Value::is_string)
                && a.as_ref().is_some_and(|it| it != "object" && it != "array") =>
        {
            if lists(&first) && !lists(&last) {
                Difference::LastSaysLess
            } else {
                Difference::LastSaysMore
            }
        }
        (_, None) | (None, _) if lists(&last) && !lists(&first) => Difference::LastSaysMore,
        _ => Difference::Other,
    }
}
