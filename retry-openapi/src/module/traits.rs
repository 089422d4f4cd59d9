//! A trait.

use proc_macro2::TokenStream;
use quote::quote;

use crate::names::ident;
use crate::operations::Trait;
use crate::text;
use crate::types::Types;

/// The comment in place of the `#[retry]` of a trait.
const NO_RETRY: &str = "No `#[retry(exponential)]`: no operation documents 429 or `Retry-After`.";

pub(super) fn tokens(of: &Trait, types: &Types) -> TokenStream {
    let docs = text::doc(&of.docs);
    let name = ident(&of.name);
    let base = of.server.url.as_ref().map(|url| quote!((base_url = #url)));
    let retry = match of.said.attribute() {
        Some(keys) => {
            let keys: TokenStream = keys.parse().unwrap_or_default();
            quote!(#[retry(#keys)])
        }
        None => text::comment(NO_RETRY),
    };
    let methods = of.methods.iter().enumerate().map(|(at, method)| {
        let blank = (at > 0).then(text::blank);
        let method = method.tokens(types);
        quote!(#blank #method)
    });
    quote! {
        #docs
        #[client #base]
        #retry
        pub trait #name { #(#methods)* }
    }
}
