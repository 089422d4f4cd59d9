//! The ways in which lists go on.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::client::pages::parts::{Next, PageParts};
use crate::error::BoxError;

/// The way in which a list goes on from one page to the next.
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
    pub(crate) form: Form,
    pub(crate) items: Option<Cow<'static, str>>,
    /// False in a client whose `format` is another.
    pub(crate) is_json: bool,
}

/// A form of paging.
#[derive(Clone)]
pub(crate) enum Form {
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
    const fn new(form: Form) -> Self {
        Self {
            form,
            items: None,
            is_json: true,
        }
    }

    /// The next page is the target of the `Link` header whose relation is `next`
    /// ([RFC 8288](https://www.rfc-editor.org/rfc/rfc8288)). There is none without such a link.
    pub const fn link() -> Self {
        Self::new(Form::Link)
    }

    /// A value of the body, text or a whole number, goes into a query parameter of the next request. One that is
    /// missing, `null` or `""` is the end. It needs [`items`](Self::items).
    pub fn cursor(path: impl Into<Cow<'static, str>>, query: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Form::Cursor {
            path: path.into(),
            query: query.into(),
        })
    }

    /// A value of the body is the URL of the next page, absolute or relative. One that is missing, `null` or
    /// `""` is the end. It needs [`items`](Self::items).
    pub fn next(path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Form::Next { path: path.into() })
    }

    /// Pages are counted from 1 in a query parameter, until one is empty. A pair of that name in the request says
    /// where to begin.
    pub fn page(query: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Form::Page {
            query: query.into(),
            start: 1,
        })
    }

    /// Items are counted from 0 in a query parameter, by those received, until a page is empty. A pair of that
    /// name in the request says where to begin.
    pub fn offset(query: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Form::Offset {
            query: query.into(),
        })
    }

    /// A function says what the next page is, and `None` at the end. An error of its own fails the page, as one of
    /// kind `Decode`.
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
        Self::new(Form::With(Arc::new(next)))
    }

    /// The path of the list in the body; without it the body is the list.
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

    /// Counts [`page`](Self::page)s from another number than 1; other forms do not count them.
    pub fn start(mut self, number: u32) -> Self {
        if let Form::Page { start, .. } = &mut self.form {
            *start = number.into();
        }
        self
    }

    /// The reason why this cannot be followed, if there is one.
    pub(crate) fn contradiction(&self) -> Option<String> {
        let (name, path) = match &self.form {
            Form::Cursor { path, .. } => ("cursor", Some(path)),
            Form::Next { path } => ("next", Some(path)),
            _ => ("", None),
        };
        // `#[pages]` has refused the same while it was expanded, so this is for a `Paging` that is
        // made at run time.
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

/// Tells whether a path leads to another, or further.
fn lies_within(path: &str, other: &str) -> bool {
    path.strip_prefix(other)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

impl fmt::Debug for Paging {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Paging");
        match &self.form {
            Form::Link => debug.field("form", &"link"),
            Form::Cursor { path, query } => debug.field("cursor", path).field("query", query),
            Form::Next { path } => debug.field("next", path),
            Form::Page { query, start } => debug.field("page", query).field("start", start),
            Form::Offset { query } => debug.field("offset", query),
            Form::With(_) => debug.field("form", &"with"),
        };
        debug.field("items", &self.items).finish_non_exhaustive()
    }
}
