//! Unions.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::alternatives::{self, Alternative, Class, Outcome};
use super::parts::Parts;
use super::shape::{Shape, Union};
use super::tags::{self, Tags};
use super::{Schemas, beside, names, scalar};
use crate::names::{Scope, upper_camel, variant};
use crate::types::{
    Direction, Item, Kind, Tag, Tagged, TaggedVariant, Type, Untagged, UntaggedVariant,
};

/// The complexity up to which a type has no name. Clippy minds those over 250.
const MOST_COMPLEX: usize = 220;
/// Longest title that names a variant.
const LONGEST_TITLE: usize = 40;

impl<'d> Schemas<'d> {
    /// The enum of a union, or the type that it comes to.
    pub(super) fn union(&mut self, union: &Union<'d>, name: &str) -> Result<Kind, Type> {
        let all = match alternatives::outcome(union) {
            Outcome::Any => return Err(Type::Value),
            Outcome::One(one) => return Err(self.alternative(&one, name)),
            Outcome::Listed(texts) => return Ok(Kind::Strings(scalar::named(texts))),
            Outcome::Several(all) => all,
        };
        match tags::find(union, &all) {
            Ok(Some(tags)) => return Ok(Kind::Tagged(self.tagged(&tags, name))),
            Ok(None) => {}
            Err(why) => self.note(
                &union.holder,
                format!("the discriminator is not used: {why}"),
            ),
        }
        Ok(Kind::Untagged(self.untagged(union, all, name)))
    }

    fn tagged(&mut self, tags: &Tags<'d>, name: &str) -> Tagged {
        let mut scope = Scope::with(&["Other"]);
        let mut variants = Vec::new();
        for (alternative, values) in &tags.variants {
            // The tag names the variant where there is one, as it is what the service calls it; of several tags, or
            // numbers, the name of the schema.
            let by_name = names::of_reference(&alternative.schema);
            let wanted = match (values.as_slice(), &by_name) {
                ([Tag::Text(text)], _) | ([Tag::Text(text), ..], None) => text.clone(),
                (_, Some(name)) => name.clone(),
                ([Tag::Integer(number), ..], None) => format!("Type{number}"),
                ([Tag::Bool(is), ..], None) => is.to_string(),
                ([], None) => "Object".to_owned(),
            };
            let name_of_variant = variant(&wanted, &mut scope);
            let of = self.alternative(alternative, &format!("{name}{name_of_variant}"));
            variants.push(TaggedVariant {
                name: name_of_variant,
                of: scalar::inside(of).without_null().clone(),
                tags: values.clone(),
            });
        }
        Tagged {
            property: tags.property.clone(),
            variants,
        }
    }

    fn untagged(&mut self, union: &Union<'d>, all: Vec<Alternative<'d>>, name: &str) -> Untagged {
        let count = |is: fn(Class) -> bool| all.iter().filter(|it| is(it.kind)).count();
        let objects = count(|class| matches!(class, Class::Object(_) | Class::Map));
        let lists = count(|class| class == Class::List);
        let unions = count(|class| class == Class::Union);
        if union.is_any_of && objects > 1 {
            self.note(
                &union.holder,
                "`anyOf` of objects: a value that is several of them is read as the one that holds all of it",
            );
        }
        // Untyped alternatives are what the last variant is for.
        let mut all: Vec<Alternative<'d>> =
            all.into_iter().filter(|it| it.kind != Class::Any).collect();
        // More demanding ones first, as the first that fits is taken: an object with three required properties before
        // one with two, whose values it would otherwise lose to it. An integer goes before the number that would read
        // it, and a union, whose last variant takes everything, goes last.
        all.sort_by_key(|it| match it.kind {
            Class::Object(required) => (0, Reverse(required)),
            Class::Map | Class::Integer => (1, Reverse(0)),
            Class::Union => (3, Reverse(0)),
            _ => (2, Reverse(0)),
        });
        let mut scope = Scope::with(&["Other"]);
        let mut variants = Vec::new();
        for alternative in &all {
            let name_of_variant = variant(&wanted_name(alternative, &all), &mut scope);
            let of = self.alternative(alternative, &format!("{name}{name_of_variant}"));
            variants.push(UntaggedVariant {
                name: name_of_variant,
                of: scalar::inside(of).without_null().clone(),
            });
        }
        Untagged {
            variants,
            is_ambiguous: objects > 1 || lists > 1 || unions > 0,
        }
    }

    /// Type of an alternative.
    fn alternative(&mut self, alternative: &Alternative<'d>, hint: &str) -> Type {
        let schema = &alternative.schema;
        if alternative.texts.len() > 1
            && alternative.kind == Class::Listed
            && !is_own_list(alternative)
        {
            return self.list_of_texts(alternative, hint);
        }
        match (alternative.only, alternative.kind) {
            (_, Class::Any) => self.lower(schema, hint),
            (_, Class::Bool) => Type::Bool,
            (_, Class::Number) => Type::Number("f64"),
            (Some("integer"), _) => Type::Number(scalar::integer(schema.text("format"))),
            (Some("string"), _) => scalar::inside(scalar::text(schema.text("format"), self.with)),
            (Some(name), _) => {
                let parts = Parts::of(schema);
                let shape = match name {
                    "array" => Shape::List(parts.get("items")),
                    _ => Shape::Object { unions: Vec::new() },
                };
                match self.body(schema, &parts, shape, hint) {
                    Ok(kind) => self.add_item(kind, hint),
                    Err(of) => of,
                }
            }
            (None, Class::Text)
                if alternative.schema.get("type").is_none() && schema.reference().is_none() =>
            {
                Type::String
            }
            (None, _) => self.lower(schema, hint),
        }
    }

    fn list_of_texts(&mut self, alternative: &Alternative<'d>, hint: &str) -> Type {
        let kind = Kind::Strings(scalar::named(alternative.texts.clone()));
        self.add_item(kind, hint)
    }

    /// The type of what `outer` is a list or map of: an alias, if nobody could read it otherwise.
    pub(super) fn readable(&mut self, of: Type, outer: fn(Box<Type>) -> Type, hint: &str) -> Type {
        // Clippy would ask for an alias in a file that its owner is meant to keep, so it has one from the beginning.
        if outer(Box::new(of.clone())).complexity() <= MOST_COMPLEX {
            return of;
        }
        let is_nullable = matches!(of, Type::Nullable(_));
        let kind = Kind::Alias(of.without_null().clone());
        self.add_item(kind, hint).nullable_if(is_nullable)
    }

    fn add_item(&mut self, kind: Kind, hint: &str) -> Type {
        let name = self.names.claim_type(hint);
        let id = self.types.add(Item {
            name,
            place: self.place,
            docs: Vec::new(),
            notes: Vec::new(),
            direction: Direction::default(),
            kind,
        });
        Type::Named(id)
    }
}

/// Tells whether listed strings are those of the one schema, and not merged of several.
fn is_own_list(alternative: &Alternative<'_>) -> bool {
    let target = alternative.schema.resolve().ok();
    let values = target
        .map(|it| super::shape::constants(&Parts::of(&it)).len())
        .unwrap_or_default();
    values >= alternative.texts.len()
}

/// Name of a variant that no tag names: that of the schema, its title, what it alone has, or its kind.
fn wanted_name(alternative: &Alternative<'_>, all: &[Alternative<'_>]) -> String {
    let schema = &alternative.schema;
    let is_object = matches!(alternative.kind, Class::Object(_));
    let is_merged = alternative.only.is_some() || alternative.texts.len() > 1;
    if schema.reference().is_some() || !is_merged {
        let title = || {
            schema
                .text("title")
                .filter(|title| is_object && title.len() <= LONGEST_TITLE)
        };
        if let Some(name) = names::of_reference(schema).or_else(|| title().map(str::to_owned)) {
            return upper_camel(name.rsplit('.').next().unwrap_or(&name));
        }
    }
    let others = all.iter().filter(|other| other.schema.id() != schema.id());
    let others: HashSet<&str> = others
        .flat_map(|other| beside::property_names(&other.schema))
        .collect();
    let own = beside::property_names(schema)
        .into_iter()
        .find(|name| !others.contains(name));
    let kind = match alternative.kind {
        Class::Bool => "Bool",
        Class::Integer => "Integer",
        Class::Number => "Number",
        Class::Text | Class::Listed => "String",
        Class::List => "List",
        Class::Map => "Map",
        Class::Object(_) | Class::Any | Class::Union => {
            own.filter(|_| is_object).unwrap_or("Object")
        }
    };
    kind.to_owned()
}
