//! Trees of text, which values are written into.

use serde::{Serialize, Serializer};

/// A value with its scalars as text.
///
/// ```text
/// Filter { q: Some("a"), ids: vec![1, 2], at: None }
/// → Map[("q", Text("a")), ("ids", List[Text("1"), Text("2")]), ("at", Empty)]
/// ```
#[derive(Debug, PartialEq)]
pub(super) enum Tree {
    /// `None` or `()`.
    Empty,
    Text(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

impl Tree {
    pub(super) fn is_scalar(&self) -> bool {
        matches!(self, Self::Empty | Self::Text(_))
    }

    /// The tree without `None`, and without lists and maps that are empty or become so.
    pub(super) fn pruned(self) -> Option<Self> {
        // From the inside out, as a list of empty lists is empty too.
        match self {
            Self::Empty => None,
            Self::Text(_) => Some(self),
            Self::List(list) => {
                let list: Vec<_> = list.into_iter().filter_map(Self::pruned).collect();
                (!list.is_empty()).then_some(Self::List(list))
            }
            Self::Map(fields) => {
                let fields = fields.into_iter();
                let fields = fields.filter_map(|(name, tree)| Some((name, tree.pruned()?)));
                let fields: Vec<_> = fields.collect();
                (!fields.is_empty()).then_some(Self::Map(fields))
            }
        }
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty => serializer.serialize_unit(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(list) => serializer.collect_seq(list),
            Self::Map(fields) => {
                serializer.collect_map(fields.iter().map(|(name, tree)| (name, tree)))
            }
        }
    }
}
