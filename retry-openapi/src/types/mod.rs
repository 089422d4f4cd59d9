//! The types of a module: what they are ([`Type`], [`Item`]) and how they are printed.
//!
//! A [`Type`] is what stands after a colon; an [`Item`] is what has a name of its own. Items refer to each other by
//! [`ItemId`], so recursion costs nothing here. What depends on the whole (in which direction an item travels, which
//! fields need a `Box`, which items have a `Default`) is worked out once, in [`Types::finish`], when every use is known.
//! Nothing here reads a document.

mod item;
mod print;

use proc_macro2::TokenStream;

pub(crate) use self::item::{Field, Item, Kind, Struct, Variant};

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
    /// Bytes that travel as they are: `retry_client::Bytes`. Only of `format: binary`.
    Binary,
    /// A type of another crate, as `--with` asks for.
    Path(&'static str),
    /// `serde_json::Value`.
    Value,
    List(Box<Type>),
    Map(Box<Type>),
    Tuple(Vec<Type>),
    Named(ItemId),
    /// `null` is a value of it. Always the outermost.
    Nullable(Box<Type>),
}

impl Type {
    pub(crate) fn nullable(self) -> Self {
        match self {
            // `null` is a value of it anyway.
            Self::Nullable(_) | Self::Value => self,
            other => Self::Nullable(Box::new(other)),
        }
    }

    /// The type without its `null`.
    pub(crate) fn without_null(&self) -> &Self {
        match self {
            Self::Nullable(inner) => inner,
            other => other,
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

    pub(crate) fn add(&mut self, item: Item) -> ItemId {
        let id = self.reserve();
        self.set(id, item);
        id
    }

    /// The item of a number; `None` while it is being made.
    pub(crate) fn item(&self, id: ItemId) -> Option<&Item> {
        self.items.get(id.0)?.as_ref()
    }

    /// Says that a value of this type goes this way, with all that is in it.
    pub(crate) fn mark(&mut self, of: &Type, direction: Direction) {
        match of {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => {
                self.mark(inner, direction)
            }
            Type::Tuple(list) => list.iter().for_each(|inner| self.mark(inner, direction)),
            Type::Named(id) => {
                if let Some(item) = &mut self.items[id.0] {
                    item.direction.sent |= direction.sent;
                    item.direction.received |= direction.received;
                }
            }
            _ => {}
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

    /// All items, each with its docs, derives and hand-written impls. To be called once, after the last use.
    pub(crate) fn finish(&self) -> Vec<TokenStream> {
        self.items
            .iter()
            .flatten()
            .map(|item| print::item_tokens(self, item))
            .collect()
    }
}
