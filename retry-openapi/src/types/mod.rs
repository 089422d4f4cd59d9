//! The types of a module, and how they are printed.
//!
//! A [`Type`] is what follows a colon, such as the type of a field. An [`Item`] has a name of its
//! own. Items refer to each other by [`ItemId`], so a recursive type is an ordinary value here.
//!
//! Some facts depend on all uses of an item: whether it is sent, received or both, which fields
//! need a `Box`, and which items have a `Default`. [`Types::finish`] computes them once, when every
//! use is known, and printing only reads them.
//!
//! This folder must not read the document: all it knows of a schema is in the item.

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
