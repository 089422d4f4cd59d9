//! The `format` of a client: a type that says which wrapper its values are in.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::place::place_of;
use crate::model::Client;

/// The name of that type.
pub(super) fn format(at: Span) -> Ident {
    Ident::new("__Format", at)
}

/// The type, if the client has a format.
pub(crate) fn declared(client: &Client) -> TokenStream {
    let Some(wrapper) = &client.format else {
        return TokenStream::new();
    };
    let at = place_of(wrapper);
    let (rt, name) = (client.krate.at(wrapper.span()), format(at));
    let wrapped = quote_spanned!(at=> #wrapper<__T>);
    quote! {
        enum #name {}
        #[automatically_derived]
        impl<__T> #rt::DecodeIn<__T> for #name
        where
            #wrapped: #rt::Decode,
        {
            type Wrapped = #wrapped;
            fn unwrap(wrapped: #wrapped) -> __T {
                wrapped.0
            }
        }
        #[automatically_derived]
        impl<__T> #rt::EncodeIn<__T> for #name
        where
            #wrapped: #rt::Encode + #rt::From<__T>,
        {
            type Wrapped = #wrapped;
            fn wrap(value: __T) -> #wrapped {
                <#wrapped as #rt::From<__T>>::from(value)
            }
        }
    }
}
