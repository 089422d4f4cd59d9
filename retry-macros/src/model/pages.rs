//! The paging of a list that is spread over several responses.

use syn::Expr;

use super::value::Value;

pub(crate) struct Paging {
    pub(crate) form: Form,
    /// The path of the list in the body, unless the body is the list.
    pub(crate) items: Option<String>,
}

pub(crate) enum Form {
    /// The `Link` header whose relation is `next`.
    Link,
    /// The path of a value in the body, and the query parameter that it goes into.
    Cursor { path: String, query: String },
    /// The path of a URL in the body.
    Next(String),
    /// The query parameter that counts pages, beginning with `start`.
    Page {
        query: String,
        start: Option<Value<u32>>,
    },
    /// The query parameter that counts items.
    Offset(String),
    /// A function that returns the next page.
    With(Expr),
}
