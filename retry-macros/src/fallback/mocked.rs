//! `#[client]` below `#[mockall::automock]`, which copies it to everything that it generates.
//!
//! The trait itself is expanded without an error, so only the copies tell that the order is wrong.
//! rustc reports other errors about some of them, which cannot be prevented; ours says what to do,
//! once.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::keyword;
use crate::syntax::{idents, unfinished};

/// Tells whether an item is one that mockall generates.
pub(super) fn is_mock(item: &TokenStream) -> bool {
    idents::contains(item.clone(), |word| {
        let word = word.to_string();
        word == "mockall"
            || word.starts_with("Mock")
            || word.starts_with("__mock")
            || word.ends_with("_expectations")
    })
}

/// The item as it is, after the error if it is the mock itself.
pub(super) fn expand(args: &TokenStream, item: &TokenStream) -> TokenStream {
    let message = "`#[client]` belongs above `#[automock]`; \
                   write `#[client(…)]` first and `#[cfg_attr(test, mockall::automock)]` below it";
    // Copied arguments have the span of the original attribute.
    let place = args
        .clone()
        .into_iter()
        .next()
        .map_or_else(Span::call_site, |token| token.span());
    let is_mock = keyword(item).is_some_and(|keyword| keyword == "struct");
    let error = is_mock.then(|| syn::Error::new(place, message).to_compile_error());
    let item = unfinished::without_ours(item.clone());
    quote!(#error #item)
}
