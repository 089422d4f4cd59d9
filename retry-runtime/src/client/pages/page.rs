//! One page of a list.

use std::fmt;

use http::HeaderMap;

/// One page of a list, or what was left of it.
pub struct Page<T> {
    pub(crate) items: Vec<T>,
    pub(crate) headers: HeaderMap,
    pub(crate) number: usize,
}

impl<T> Page<T> {
    /// The items that have not been handed out before.
    #[must_use]
    pub fn items(&self) -> &[T] {
        &self.items
    }

    /// Takes the items.
    #[must_use]
    pub fn into_items(self) -> Vec<T> {
        self.items
    }

    /// The headers of the response: what is left of a quota, the length of the whole list.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The number of the page, counted from 1. A call that was resumed counts from 1 anew.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }
}

/// Counts the items: they may be secret.
impl<T> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("number", &self.number)
            .field("items", &self.items.len())
            .finish_non_exhaustive()
    }
}
