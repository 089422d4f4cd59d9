//! One page of a list.

use std::fmt;

use http::HeaderMap;

/// One page of a list, or the rest of it.
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

    /// The same items, by value.
    #[must_use]
    pub fn into_items(self) -> Vec<T> {
        self.items
    }

    /// The headers of the response, which may hold the rest of a quota or the length of the whole list.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The number of the page, counted from 1. A resumed call starts at 1 again.
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
