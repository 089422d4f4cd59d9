//! The trait, as the user wrote it but for the futures and the docs.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{TraitItem, parse_quote};

use super::{future, lints};
use crate::model::Client;

pub(crate) fn item(client: &Client) -> TokenStream {
    let mut item = client.item.clone();
    let mut methods = client.methods.iter();
    for member in &mut item.items {
        let TraitItem::Fn(function) = member else {
            continue;
        };
        if function.default.is_some() {
            continue;
        }
        future::spell_out(&mut function.sig);
        if let Some(method) = methods.next() {
            let paragraph = &method.paragraph;
            function.attrs.push(parse_quote!(#[doc = ""]));
            function.attrs.push(parse_quote!(#[doc = #paragraph]));
        }
    }
    let lints = lints::of_trait();
    let item = item.into_token_stream();
    quote! {
        #lints
        #item
    }
}
