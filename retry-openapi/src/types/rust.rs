//! Types as they stand after a colon, and the ways that their values go.

/// The ways that a value goes. Those of several uses add up.
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
    pub(super) fn extend(&mut self, other: Self) -> bool {
        let before = *self;
        self.sent |= other.sent;
        self.received |= other.received;
        *self != before
    }
}

/// Number of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ItemId(pub(super) usize);

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

    /// The difficulty of reading the type, as clippy counts it, with an `Option` or two around it.
    pub(crate) fn complexity(&self) -> usize {
        self.complexity_at(3)
    }

    fn complexity_at(&self, nest: usize) -> usize {
        let inside = match self {
            Self::List(inner) | Self::Nullable(inner) => inner.complexity_at(nest + 1),
            // As clippy's `type_complexity` counts: each type ten times its depth, and a map has one for its key.
            Self::Map(inner) => 10 * (nest + 1) + inner.complexity_at(nest + 1),
            Self::Tuple(list) => list.iter().map(|inner| inner.complexity_at(nest + 1)).sum(),
            _ => 0,
        };
        10 * nest + inside
    }

    /// Items that this type names, however deep.
    pub(super) fn names(&self, found: &mut Vec<ItemId>) {
        match self {
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.names(found),
            Self::Tuple(list) => list.iter().for_each(|inner| inner.names(found)),
            Self::Named(id) => found.push(*id),
            _ => {}
        }
    }
}
