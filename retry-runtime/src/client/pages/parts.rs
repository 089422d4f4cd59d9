//! The page that a user's function is shown, and the next page that it names.

use bytes::Bytes;
use http::HeaderMap;

/// The page that the function of [`Paging::with`](crate::pages::Paging::with) is shown.
#[derive(Debug)]
pub struct PageParts<'a> {
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a Bytes,
    pub(crate) items: usize,
    pub(crate) number: usize,
}

impl PageParts<'_> {
    /// The headers of the response.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.headers
    }

    /// The body of the response, items included.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.body
    }

    /// The number of items on the page.
    #[must_use]
    pub fn items(&self) -> usize {
        self.items
    }

    /// The number of the page, counted from 1.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }
}

/// The request for the next page: the first request with one change.
#[derive(Clone, PartialEq, Eq)]
pub struct Next(pub(crate) NextPage);

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum NextPage {
    Query { name: String, value: String },
    Url(String),
}

impl Next {
    /// The same request with this query pair, in place of any other of that name.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "text and numbers are given as they are"
    )]
    pub fn query(name: impl Into<String>, value: impl ToString) -> Self {
        Self(NextPage::Query {
            name: name.into(),
            value: value.to_string(),
        })
    }

    /// The same request to this URL, absolute or relative to that of the page. The queries of the method are not
    /// added.
    #[must_use]
    pub fn url(text: impl Into<String>) -> Self {
        Self(NextPage::Url(text.into()))
    }
}

/// Names the kind alone: cursors may be secret.
impl std::fmt::Debug for Next {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.0 {
            NextPage::Query { .. } => "Next::query(…)",
            NextPage::Url(_) => "Next::url(…)",
        })
    }
}
