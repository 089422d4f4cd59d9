//! Items: all that has a name of its own.

use super::{Direction, Type};
use crate::notes::NoteId;

/// A struct, enum or alias.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    pub(crate) name: String,
    /// The place where it is printed: items are sorted by this, and stay as they were made where it is the same.
    pub(crate) place: usize,
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
    Strings(Vec<Listed>),
    /// An enum that one property tells apart.
    Tagged(Tagged),
    /// An enum whose variants are told apart by what fits.
    Untagged(Untagged),
}

impl Kind {
    /// Calls `visit` for each type in it.
    pub(super) fn each_type(&self, mut visit: impl FnMut(&Type)) {
        match self {
            Self::Alias(of) => visit(of),
            Self::Strings(_) => {}
            Self::Struct(body) => {
                body.fields.iter().for_each(|field| visit(&field.of));
                if let Some(Rest { of, .. }) = &body.rest {
                    visit(of);
                }
            }
            Self::Tagged(tagged) => tagged
                .variants
                .iter()
                .for_each(|variant| visit(&variant.of)),
            Self::Untagged(untagged) => untagged
                .variants
                .iter()
                .for_each(|variant| visit(&variant.of)),
        }
    }
}

/// An object with known properties.
#[derive(Clone, Debug, Default)]
pub(crate) struct Struct {
    pub(crate) fields: Vec<Field>,
    /// All other properties, if they are kept.
    pub(crate) rest: Option<Rest>,
}

/// Properties that have no field of their own.
#[derive(Clone, Debug)]
pub(crate) struct Rest {
    pub(crate) name: String,
    pub(crate) of: Type,
    pub(crate) notes: Vec<NoteId>,
}

/// A property.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a keyword of its own"
)]
pub(crate) struct Field {
    /// Rust's name, not raw.
    pub(crate) name: String,
    /// The name on the wire.
    pub(crate) wire: String,
    /// Tells whether it is no property, but all properties of a union that stands beside the others.
    pub(crate) is_flattened: bool,
    pub(crate) of: Type,
    pub(crate) required: bool,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    pub(crate) docs: Vec<String>,
    pub(crate) notes: Vec<NoteId>,
}

/// A string that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) name: String,
    pub(crate) wire: String,
    pub(crate) docs: Vec<String>,
}

/// An enum that one property tells apart.
#[derive(Clone, Debug)]
pub(crate) struct Tagged {
    /// Name of the property on the wire.
    pub(crate) property: String,
    pub(crate) variants: Vec<TaggedVariant>,
}

/// A variant of a [`Tagged`] enum.
#[derive(Clone, Debug)]
pub(crate) struct TaggedVariant {
    pub(crate) name: String,
    pub(crate) of: Type,
    /// Values of the property, at least one. The first is sent if the value has none of its own.
    pub(crate) tags: Vec<Tag>,
}

/// Value of the property that tells variants apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    Text(String),
    Integer(i64),
    Bool(bool),
}

/// An enum whose variants are told apart by what fits.
#[derive(Clone, Debug)]
pub(crate) struct Untagged {
    /// In the order in which they are tried.
    pub(crate) variants: Vec<UntaggedVariant>,
    /// Tells whether a value may fit several, so that the one that holds all of it has to be found.
    pub(crate) is_ambiguous: bool,
}

/// A variant of an [`Untagged`] enum.
#[derive(Clone, Debug)]
pub(crate) struct UntaggedVariant {
    pub(crate) name: String,
    pub(crate) of: Type,
}
