//! From a schema to a type.
//!
//! [`Schemas::type_of`] is the one door. Named schemas become items on first use and are made after what asked for them,
//! one after the other, so a chain of ten thousand of them costs no stack. Before anything gets a name, a schema is taken
//! apart ([`parts`]) and its kind is told ([`shape`]). A schema that cannot be mapped costs a note and
//! `serde_json::Value`, never the document.

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
