//! The ways in which a page leads to the next.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::client::pages::parts::{Next, PageParts};
use crate::error::BoxError;

/// The way from one page of a list to the next.
///
/// A method declares it with `#[pages(…)]`; for a request of a [`RetryClient`](crate::RetryClient) it is given
/// to [`pages`](crate::RequestBuilder::pages):
///
/// ```no_run
/// # use retry_client::{Result, RetryClient};
/// use retry_client::pages::Paging;
///
/// # async fn run(client: RetryClient) -> Result<()> {
/// let url = "https://api.example.com/orders";
/// let paging = Paging::cursor("meta.next", "cursor").items("data");
/// let mut orders = client.get(url).pages::<String>(paging).await?;
/// while let Some(order) = orders.item().await? {
///     println!("{order}");
/// }
/// # Ok(())
/// # }
/// ```
///
/// Paths such as `meta.next` lead into the body by names joined with dots. A name that has a dot
/// itself (`@odata.nextLink`) is written as it is.
#[derive(Clone)]
#[must_use = "it is given to `.pages(…)`"]
pub struct Paging {
    pub(crate) form: PagingForm,
    pub(crate) items: Option<Cow<'static, str>>,
    /// False in a client whose `format` is another.
    pub(crate) is_json: bool,
}

/// A form of paging.
#[derive(Clone)]
pub(crate) enum PagingForm {
    Link,
    Cursor {
        path: Cow<'static, str>,
        query: Cow<'static, str>,
    },
    Next {
        path: Cow<'static, str>,
    },
    Page {
        query: Cow<'static, str>,
        start: u64,
    },
    Offset {
        query: Cow<'static, str>,
    },
    With(Arc<NextOf>),
}

pub(crate) type NextOf = dyn Fn(&PageParts<'_>) -> Result<Option<Next>, BoxError> + Send + Sync;

impl Paging {
    const fn new(form: PagingForm) -> Self {
        Self {
            form,
            items: None,
            is_json: true,
        }
    }

    /// Follows the `Link` header whose relation is `next` ([RFC 8288](https://www.rfc-editor.org/rfc/rfc8288)). A page
    /// without such a link is the last.
    pub const fn link() -> Self {
        Self::new(PagingForm::Link)
    }

    /// Puts a value of the body, text or a whole number, into a query parameter of the next request. A page whose
    /// value is missing, `null` or `""` is the last. It needs [`items`](Self::items).
    pub fn cursor(path: impl Into<Cow<'static, str>>, query: impl Into<Cow<'static, str>>) -> Self {
        Self::new(PagingForm::Cursor {
            path: path.into(),
            query: query.into(),
        })
    }

    /// Follows a URL in the body, absolute or relative. A page whose URL is missing, `null` or `""` is the last. It
    /// needs [`items`](Self::items).
    pub fn next(path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(PagingForm::Next { path: path.into() })
    }

    /// Counts pages in a query parameter, from 1 until a page is empty. A query pair of that name in the request sets
    /// the first number.
    pub fn page(query: impl Into<Cow<'static, str>>) -> Self {
        Self::new(PagingForm::Page {
            query: query.into(),
            start: 1,
        })
    }

    /// Counts the received items in a query parameter, from 0 until a page is empty. A query pair of that name in the
    /// request sets the first offset.
    pub fn offset(query: impl Into<Cow<'static, str>>) -> Self {
        Self::new(PagingForm::Offset {
            query: query.into(),
        })
    }

    /// Asks a function for the next page, which is `None` after the last. Its error fails the page, with the kind
    /// `Decode`.
    ///
    /// ```
    /// use retry_client::BoxError;
    /// use retry_client::pages::{Next, PageParts, Paging};
    ///
    /// fn next(page: &PageParts<'_>) -> Result<Option<Next>, BoxError> {
    ///     let Some(mark) = page.headers().get("x-continuation") else {
    ///         return Ok(None);
    ///     };
    ///     Ok(Some(Next::query("continue", mark.to_str()?)))
    /// }
    ///
    /// let paging = Paging::with(next);
    /// ```
    pub fn with<F>(next: F) -> Self
    where
        F: Fn(&PageParts<'_>) -> Result<Option<Next>, BoxError> + Send + Sync + 'static,
    {
        Self::new(PagingForm::With(Arc::new(next)))
    }

    /// Sets the path of the list in the body. Default: the body is the list.
    pub fn items(mut self, path: impl Into<Cow<'static, str>>) -> Self {
        self.items = Some(path.into());
        self
    }

    /// Notes that the client has a `format`, for a stub that makes pages up.
    #[doc(hidden)]
    pub fn in_format(mut self) -> Self {
        self.is_json = false;
        self
    }

    /// Starts [`page`](Self::page) at this number. Default: 1. It has no effect on the other forms.
    pub fn start(mut self, number: u32) -> Self {
        if let PagingForm::Page { start, .. } = &mut self.form {
            *start = number.into();
        }
        self
    }

    /// The reason why pages cannot be found in this way, if there is one.
    pub(crate) fn contradiction(&self) -> Option<String> {
        let (name, path) = match &self.form {
            PagingForm::Cursor { path, .. } => ("cursor", Some(path)),
            PagingForm::Next { path } => ("next", Some(path)),
            _ => ("", None),
        };
        // `#[pages]` refuses the same while it is expanded, so this is for a `Paging` made at run time.
        match (path, &self.items) {
            (Some(_), None) => Some(format!(
                "a body with `{name}` in it is not the list itself; add `.items(\"…\")` to the paging"
            )),
            (Some(path), Some(items)) if lies_within(path, items) || lies_within(items, path) => {
                Some(format!(
                    "`{path}` and `{items}` cannot both be there, as one would lie within the other"
                ))
            }
            _ => None,
        }
    }
}

/// Tells whether a path is another one, or continues it.
fn lies_within(path: &str, other: &str) -> bool {
    path.strip_prefix(other)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl fmt::Debug for Paging {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Paging");
        match &self.form {
            PagingForm::Link => debug.field("form", &"link"),
            PagingForm::Cursor { path, query } => debug.field("cursor", path).field("query", query),
            PagingForm::Next { path } => debug.field("next", path),
            PagingForm::Page { query, start } => debug.field("page", query).field("start", start),
            PagingForm::Offset { query } => debug.field("offset", query),
            PagingForm::With(_) => debug.field("form", &"with"),
        };
        debug.field("items", &self.items).finish_non_exhaustive()
    }
}
