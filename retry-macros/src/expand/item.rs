//! The trait, as the user wrote it but for the futures and the docs.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::TraitItem;

use super::{docs, future, lints};
use crate::model::{self, Client};

/// Emits the trait with a plain function for each `async fn`.
pub(crate) fn item(client: &Client) -> TokenStream {
    let mut item = client.item.clone();
    let mut methods = client.methods.iter();
    for member in &mut item.items {
        let TraitItem::Fn(function) = member else {
            continue;
        };
        // A method with a body is the user's own, and the model has no entry for it. Skipping it
        // here keeps the two iterators in step.
        if function.default.is_some() {
            continue;
        }
        future::spell_out(&mut function.sig);
        if let Some(method) = methods.next() {
            let text = model::docs::of_trait_method(client, method);
            function.attrs.extend(docs::behind_own(method, &text));
        }
    }
    let lints = lints::of_trait();
    let item = item.into_token_stream();
    quote! {
        #lints
        #item
    }
}
