//! The sentence about the pages of a list.

use super::text::{code, value_or};
use crate::model::pages::{Form, Paging};

/// ` **Pages** follow …`
pub(super) fn pages(paging: Option<&Paging>) -> String {
    let Some(Paging { form, items }) = paging else {
        return String::new();
    };
    let next = match form {
        Form::Link => "the `Link` header whose relation is `next`".to_owned(),
        Form::Cursor { path, query } => {
            format!("`{path}` of the body, which goes into the query `{query}`")
        }
        Form::Next(path) => format!("the URL in `{path}` of the body"),
        Form::Page { query, start } => {
            let start = value_or(start.as_ref(), 1, |start| start.to_string());
            format!("the query `{query}`, counted from {start} until a page is empty")
        }
        Form::Offset(query) => {
            format!("the query `{query}`, by items received until a page is empty")
        }
        Form::With(function) => format!("what `{}` says", code(function)),
    };
    let items = items
        .as_ref()
        .map_or(String::new(), |path| format!("; the items are in `{path}`"));
    format!(" **Pages** follow {next}{items}; each is a call of its own.")
}
