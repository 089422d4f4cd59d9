//! What has a name of its own.

use super::{Direction, Type};
use crate::notes::NoteId;

/// A struct, enum or alias.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) name: String,
    /// Lines of its doc comment, escaped.
    pub(crate) docs: Vec<String>,
    pub(crate) notes: Vec<NoteId>,
    pub(crate) direction: Direction,
    pub(crate) kind: Kind,
}

/// Kinds of items.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Alias(Type),
    Struct(Struct),
    /// Strings that are known, and any other.
    Strings(Vec<Variant>),
}

/// An object with known properties.
#[derive(Clone, Debug, Default)]
pub(crate) struct Struct {
    pub(crate) fields: Vec<Field>,
    /// Type of the values of all other properties, if they are kept.
    pub(crate) rest: Option<Type>,
}

/// A property.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    /// Rust's name, not raw.
    pub(crate) name: String,
    /// The name on the wire.
    pub(crate) wire: String,
    pub(crate) of: Type,
    pub(crate) required: bool,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    pub(crate) docs: Vec<String>,
    pub(crate) notes: Vec<NoteId>,
}

/// A string that is known.
#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) wire: String,
}
