//! From a schema to a type.
//!
//! [`Schemas::type_of`] is the only entry. A named schema becomes an item when it is first used.
//! Its content is read later, from a queue, so a chain of ten thousand schemas needs no deep stack.
//! Before anything gets a name, a schema is taken apart ([`parts`]) and classified ([`shape`]),
//! because the name of a type depends on its kind.
//!
//! A schema that cannot be mapped becomes a note and a `serde_json::Value`. It must never make the
//! whole document fail.

mod alternatives;
mod any;
mod beside;
mod docs;
mod malformed;
mod names;
mod null;
mod object;
mod parts;
mod properties;
mod scalar;
mod schemas;
mod shape;
mod tags;
mod union;
mod words;

pub(crate) use self::null::admits as admits_null;
pub(crate) use self::schemas::Schemas;
