//! The types of a module: what they are ([`Type`], [`Item`]) and how they are printed.
//!
//! A [`Type`] is what stands after a colon; an [`Item`] is what has a name of its own. Items refer to each other by
//! [`ItemId`], so recursion costs nothing here. What depends on the whole (in which direction an item travels, which
//! fields need a `Box`, which items have a `Default`) is worked out once, in [`Types::finish`], when every use is known.
//! Nothing here reads a document.

mod endless;
mod facts;
mod item;
mod print;
mod registry;
mod rust;

pub(crate) use self::item::{
    Field, Item, Kind, Listed, Rest, Struct, Tag, Tagged, TaggedVariant, Untagged, UntaggedVariant,
};
pub(crate) use self::registry::Types;
pub(crate) use self::rust::{Direction, Foreign, ItemId, Type};
