//! The types of a module: what they are ([`Type`], [`Item`]) and how they are printed.
//!
//! A [`Type`] is what stands after a colon; an [`Item`] is what has a name of its own. Items refer to each other by
//! [`ItemId`], so recursion costs nothing here. What depends on the whole (in which direction an item travels, which
//! fields need a `Box`, which items have a `Default`) is worked out once, in [`Types::finish`], when every use is known.
//! Nothing here reads a document.

mod facts;
mod item;
mod print;

use proc_macro2::TokenStream;

use self::facts::Facts;
pub(crate) use self::item::{
    Field, Item, Kind, Listed, Rest, Struct, Tag, Tagged, TaggedVariant, Untagged, UntaggedVariant,
};

/// Which way a value goes. Directions of several uses add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Direction {
    pub(crate) sent: bool,
    pub(crate) received: bool,
}

impl Direction {
    pub(crate) const SENT: Self = Self {
        sent: true,
        received: false,
    };
    pub(crate) const RECEIVED: Self = Self {
        sent: false,
        received: true,
    };

    /// Adds the other's ways, and says whether that is news.
    fn extend(&mut self, other: Self) -> bool {
        let before = *self;
        self.sent |= other.sent;
        self.received |= other.received;
        *self != before
    }
}

/// Number of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ItemId(usize);

/// A Rust type, as it stands after a colon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Bool,
    /// `i64`, `u8`, …, `f64`.
    Number(&'static str),
    String,
    /// Bytes that travel as they are: `retry_client::Bytes`. Of `format: binary`, and never inside JSON.
    Binary,
    /// A type of another crate, as `--with` asks for.
    Foreign(Foreign),
    /// `serde_json::Value`.
    Value,
    List(Box<Type>),
    Map(Box<Type>),
    Tuple(Vec<Type>),
    Named(ItemId),
    /// `null` is a value of it. Always the outermost, never of [`Value`](Self::Value).
    Nullable(Box<Type>),
}

/// A type of another crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Foreign {
    pub(crate) path: &'static str,
    /// Module for `#[serde(with = "…")]`, if its own serde form is not that of the format. Such a type stands in fields
    /// alone.
    pub(crate) serde_with: Option<&'static str>,
    pub(crate) has_default: bool,
}

impl Type {
    pub(crate) fn nullable(self) -> Self {
        match self {
            // `null` is a value of it anyway.
            Self::Nullable(_) | Self::Value => self,
            other => Self::Nullable(Box::new(other)),
        }
    }

    pub(crate) fn nullable_if(self, is_nullable: bool) -> Self {
        if is_nullable { self.nullable() } else { self }
    }

    /// The type without its `null`.
    pub(crate) fn without_null(&self) -> &Self {
        match self {
            Self::Nullable(inner) => inner,
            other => other,
        }
    }

    /// Items that this type names, however deep.
    fn names(&self, found: &mut Vec<ItemId>) {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.names(found),
            Self::Tuple(list) => list.iter().for_each(|inner| inner.names(found)),
            Self::Named(id) => found.push(*id),
            _ => {}
        }
    }
}

/// The items of a module.
#[derive(Debug, Default)]
pub(crate) struct Types {
    items: Vec<Option<Item>>,
}

impl Types {
    /// Takes a number for an item that is still being made.
    pub(crate) fn reserve(&mut self) -> ItemId {
        self.items.push(None);
        ItemId(self.items.len() - 1)
    }

    pub(crate) fn set(&mut self, id: ItemId, item: Item) {
        self.items[id.0] = Some(item);
    }

    /// Adds a finished item. Its fields need no marks of their own: they go where it goes.
    pub(crate) fn add(&mut self, item: Item) -> ItemId {
        let id = self.reserve();
        self.set(id, item);
        id
    }

    /// The item of a number; `None` while it is being made.
    pub(crate) fn item(&self, id: ItemId) -> Option<&Item> {
        self.items.get(id.0)?.as_ref()
    }

    /// What an alias stands for in the end, and any other type as it is. `null` is kept.
    pub(crate) fn seen_through<'a>(&'a self, of: &'a Type) -> &'a Type {
        let mut of = of;
        for _ in 0..self.items.len() {
            match of {
                Type::Named(id) => match self.item(*id).map(|item| &item.kind) {
                    Some(Kind::Alias(target)) => of = target,
                    _ => return of,
                },
                _ => return of,
            }
        }
        &Type::Value
    }

    /// Says that a value of this type goes this way, with all that is in it. The item may still be in the making.
    pub(crate) fn mark(&mut self, of: &Type, direction: Direction) {
        let mut names = Vec::new();
        of.names(&mut names);
        while let Some(id) = names.pop() {
            if let Some(item) = &mut self.items[id.0]
                && item.direction.extend(direction)
            {
                item.kind.each_type(|inner| inner.names(&mut names));
            }
        }
    }

    /// The type as it stands in an argument, a return type or a field.
    pub(crate) fn print(&self, of: &Type) -> TokenStream {
        print::type_tokens(self, of)
    }

    /// Number of items.
    pub(crate) fn len(&self) -> usize {
        self.items.iter().flatten().count()
    }

    /// All items, each with its docs, derives and hand-written impls, in the order of `place`; then the functions that these
    /// impls need. To be called once, after the last use.
    pub(crate) fn finish(&mut self) -> Printed {
        let facts = Facts::of(self);
        print::print(self, &facts)
    }
}

/// The printed items.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    pub(crate) items: Vec<TokenStream>,
    /// Functions that hand-written impls call. They are no types and count as none.
    pub(crate) support: Vec<TokenStream>,
}
