//! The `format` of a client, as a type.
//!
//! ```text
//! format = Xml    →    enum __Format {}
//!                      impl<T> DecodeIn<T> for __Format where Xml<T>: Decode { … }
//!                      impl<T> EncodeIn<T> for __Format where Xml<T>: Encode + MadeOf<T> { … }
//! ```
//!
//! `Xml` without its value is not a type, so it cannot be a type argument. `__Format` stands for it and
//! maps each value to its wrapper.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::place::place_of;
use crate::model::Client;

/// The name of the type.
pub(super) fn format(at: Span) -> Ident {
    Ident::new("__Format", at)
}

/// The type, if the client has a format.
pub(crate) fn declared(client: &Client) -> TokenStream {
    let Some(path) = &client.format else {
        return TokenStream::new();
    };
    let at = place_of(path);
    // The bounds are on the implementations and not checked here: a value that the wrapper cannot hold
    // is an error only at the method that has it.
    let (rt, name) = (client.krate.at(path.span()), format(at));
    let wrapped = quote_spanned!(at=> #path<__T>);
    // Placed there too, as the field may be private.
    let value = quote_spanned!(at=> wrapped.0);
    quote! {
        enum #name {}
        #[automatically_derived]
        impl<__T> #rt::DecodeIn<__T> for #name
        where
            #wrapped: #rt::Decode,
        {
            type Wrapped = #wrapped;
            fn unwrap(wrapped: #wrapped) -> __T {
                #value
            }
        }
        #[automatically_derived]
        impl<__T> #rt::EncodeIn<__T> for #name
        where
            #wrapped: #rt::Encode + #rt::MadeOf<__T>,
        {
            type Wrapped = #wrapped;
            fn wrap(value: __T) -> #wrapped {
                <#wrapped as #rt::From<__T>>::from(value)
            }
        }
    }
}
