//! The paging of a list, as the runtime is told of it.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::place::place_of;
use crate::crate_path::CratePath;
use crate::model::pages::{Form, Paging};
use crate::model::value::Value;

/// `Paging::link().items("…")`
pub(super) fn paging(rt: &CratePath, paging: &Paging) -> TokenStream {
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
                    // A constant of its own, so that a wrong type is an error at the user's
                    // expression, and the value is computed while the user compiles.
                    quote_spanned!(at=> { const START: u32 = #start; START })
                }
            };
            quote!(page(#query).start(#start))
        }
        Form::Offset(query) => quote!(offset(#query)),
        Form::With(function) => quote!(with(#function)),
    };
    let items = paging.items.as_ref().map(|path| quote!(.items(#path)));
    quote!(#rt::Paging::#form #items)
}
