//! The paging of a list, as an expression of the runtime.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use super::format::format;
use super::place::place_of;
use crate::model::Client;
use crate::model::pages::{Form, Paging};
use crate::model::value::Value;

/// `Paging::link().items("…")`
pub(super) fn paging(client: &Client, paging: &Paging) -> TokenStream {
    let rt = &client.krate;
    let form = match &paging.form {
        Form::Link => quote!(link()),
        Form::Cursor { path, query } => quote!(cursor(#path, #query)),
        Form::Next(path) => quote!(next(#path)),
        Form::Page { query, start: None } => quote!(page(#query)),
        Form::Page {
            query,
            start: Some(start),
        } => {
            let start = match start {
                Value::Known(start) => quote!(#start),
                Value::Const(start) => {
                    let at = place_of(start);
                    // A constant, so that a wrong type is an error at the user's expression, and the
                    // value is computed while the user compiles.
                    quote_spanned!(at=> { const START: u32 = #start; START })
                }
            };
            quote!(page(#query).start(#start))
        }
        Form::Offset(query) => quote!(offset(#query)),
        Form::With(function) => quote!(with(#function)),
    };
    let items = paging.items.as_ref().map(|path| quote!(.items(#path)));
    let format = client.format.as_ref().map(|_| quote!(.in_format()));
    quote!(#rt::Paging::#form #items #format)
}

/// The calls that turn a return type into its decoder.
///
/// ```text
/// .pages()                                JSON, unless the items are in a wrapper
/// .pages_in::<__Format>().by_names()      the list has a path
/// .pages_in::<__Format>().as_lists()      the body is the list
/// ```
pub(super) fn decoder(client: &Client, paging: &Paging, at: Span) -> TokenStream {
    if client.format.is_none() {
        return quote_spanned!(at=> .pages());
    }
    // A plain list has no names, so more formats can read it.
    let read = if paging.items.is_some() {
        quote_spanned!(at=> by_names)
    } else {
        quote_spanned!(at=> as_lists)
    };
    let format = format(at);
    quote_spanned!(at=> .pages_in::<#format>().#read())
}
