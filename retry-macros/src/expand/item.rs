//! The trait, as the user wrote it except for futures and docs.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{TraitItem, TypeParamBound, parse_quote};

use super::place::place_of;
use super::{docs, future, lints};
use crate::model::{self, Client};

/// Emits the trait with a plain function for each `async fn`.
pub(crate) fn item(client: &Client) -> TokenStream {
    let mut item = client.item.clone();
    if client.object_safe.is_some() {
        // The shared state of a server is an `Arc<dyn DynGitHub>`, which has to be both.
        let both: [TypeParamBound; 2] = [
            parse_quote!(::core::marker::Send),
            parse_quote!(::core::marker::Sync),
        ];
        item.supertraits.extend(both);
        item.colon_token.get_or_insert_default();
    }
    // With the user's own span, rustc would suggest making the trait generic over a type that it
    // cannot find, in addition to the same error about the generated code.
    item.ident.set_span(place_of(&item.ident));
    let mut methods = client.methods.iter();
    for member in &mut item.items {
        let TraitItem::Fn(function) = member else {
            continue;
        };
        // `methods` has only those without a body.
        if let Some(body) = &mut function.default {
            // The twin boxes futures as `Send`, so they have to be.
            if client.object_safe.is_some() && function.sig.asyncness.is_some() {
                future::spell_out(&mut function.sig);
                *body = parse_quote!({ async move #body });
            }
            continue;
        }
        future::spell_out(&mut function.sig);
        if let Some(method) = methods.next() {
            let text = model::docs::of_trait_method(client, method);
            // A link, as the paragraph itself is on the client's method.
            function.attrs.extend(docs::after_own(method, &text));
        }
    }
    let lints = lints::of_trait();
    let item = item.into_token_stream();
    quote! {
        #lints
        #item
    }
}
