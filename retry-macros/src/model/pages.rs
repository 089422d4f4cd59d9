//! The paging of a list that goes on over several responses.

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
    /// The path of a value in the body, and the query that it goes into.
    Cursor { path: String, query: String },
    /// The path of a URL in the body.
    Next(String),
    /// The query that pages are counted in, from `start` on.
    Page {
        query: String,
        start: Option<Value<u32>>,
    },
    /// The query that items are counted in.
    Offset(String),
    /// A function that says what comes next.
    With(Expr),
}
