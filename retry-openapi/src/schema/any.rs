//! Several types in one place, which no schema says.

use std::cmp::Reverse;

use super::{Schemas, scalar};
use crate::names::{Scope, variant};
use crate::types::{Direction, Item, Kind, Type, Types, Untagged, UntaggedVariant};

impl Schemas<'_> {
    /// An enum of these types, tried in an order in which none hides another, for a value that is received.
    pub(crate) fn any_of(&mut self, types: &[Type], name: &str, docs: Vec<String>) -> Type {
        let mut types: Vec<&Type> = types.iter().map(Type::without_null).collect();
        // serde takes the first variant that fits, so the one that demands most goes first.
        types.sort_by_key(|of| rank(&self.types, of));
        let count = |is: fn(&(u8, Reverse<usize>)) -> bool| {
            let ranks = types.iter().map(|of| rank(&self.types, of));
            ranks.filter(is).count()
        };
        let lists = types
            .iter()
            .filter(|of| matches!(of, Type::List(_)))
            .count();
        // Structs may fit each other's values, and the last variant of a union fits all.
        let is_ambiguous =
            count(|rank| rank.0 == 0) > 1 || count(|rank| rank.0 == 2) > 0 || lists > 1;
        let mut scope = Scope::with(&["Other"]);
        let variants = types.iter().map(|of| UntaggedVariant {
            name: variant(&self.word(of), &mut scope),
            of: scalar::inside((*of).clone()),
        });
        let variants = variants.collect();
        let id = self.types.add(Item {
            name: self.names.claim_type(name),
            place: self.place,
            docs,
            notes: Vec::new(),
            direction: Direction::RECEIVED,
            kind: Kind::Untagged(Untagged {
                variants,
                is_ambiguous,
            }),
        });
        Type::Named(id)
    }

    /// Word for a type.
    fn word(&self, of: &Type) -> String {
        match of {
            Type::Named(id) => self
                .types
                .item(*id)
                .map(|item| item.name.clone())
                .unwrap_or_default(),
            Type::List(inner) => format!("{}List", self.word(inner.without_null())),
            Type::Map(_) => "Map".to_owned(),
            Type::Bool => "Bool".to_owned(),
            Type::Number(_) => "Number".to_owned(),
            _ => "Value".to_owned(),
        }
    }
}

/// Structs first, those with more required fields before others; what takes everything last.
fn rank(types: &Types, of: &Type) -> (u8, Reverse<usize>) {
    match types.kind_of(of) {
        Some(Kind::Struct(body)) => {
            let required = body.fields.iter().filter(|field| field.required);
            (0, Reverse(required.count()))
        }
        Some(Kind::Tagged(_) | Kind::Untagged(_)) => (2, Reverse(0)),
        _ if *of == Type::Value => (3, Reverse(0)),
        _ => (1, Reverse(0)),
    }
}
