//! The permissive second front end, and the border where it takes over from the strict one.

mod meant;
mod misplaced;
mod stand_in;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote;

pub(crate) use self::misplaced::expand as expand_misplaced;

use crate::diag::Diagnostics;
use crate::model::Client;
use crate::syntax::api::Api;
use crate::syntax::client::ClientArgs;
use crate::syntax::unfinished::{self, Readable};
use crate::syntax::visibility;
use crate::{expand, lower};

/// Expands a client trait; after an error, to something that causes no other.
pub(crate) fn expand_client(args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut api = match syn::parse2::<syn::ItemTrait>(item.clone()) {
        Ok(api) => api,
        Err(error) => return expand_unfinished(args, item, &error),
    };
    let visibilities = visibility::take(&mut api);
    match judge(args.clone(), &api, &visibilities) {
        Ok(client) => expand::client(&client),
        Err(error) => stand_in::expand(args, &api, &error.to_compile_error()),
    }
}

/// What rustc could not read it has complained about already. Where that was a `;`, no more is to be
/// said of it; else it is said again, in case that rustc knows of something that we do not.
fn expand_unfinished(args: TokenStream, item: &TokenStream, error: &syn::Error) -> TokenStream {
    let Some(Readable {
        item: mut api,
        is_whole,
    }) = unfinished::readable(item)
    else {
        return not_a_trait(item, error);
    };
    let visibilities = visibility::take(&mut api);
    let mut errors = TokenStream::new();
    if !is_whole {
        errors.extend(error.to_compile_error());
    }
    if let Err(error) = judge(args.clone(), &api, &visibilities) {
        errors.extend(error.to_compile_error());
    }
    stand_in::expand(args, &api, &errors)
}

fn judge(
    args: TokenStream,
    api: &syn::ItemTrait,
    visibilities: &[syn::Visibility],
) -> syn::Result<Client> {
    let mut diag = Diagnostics::default();
    for visibility in visibilities {
        let message = "a method is as visible as its trait; remove this";
        diag.error(visibility, message);
    }
    let args = ClientArgs::parse(args, &mut diag);
    let api = Api::parse(api, &mut diag);
    let client = lower::client(&args, &api, &mut diag);
    diag.finish(client)
}

/// The item as it is, below the error.
pub(crate) fn not_a_trait(item: &TokenStream, error: &syn::Error) -> TokenStream {
    let is_trait = item
        .clone()
        .into_iter()
        .any(|token| matches!(&token, TokenTree::Ident(ident) if ident == "trait"));
    let error = if is_trait {
        error.to_compile_error()
    } else {
        let message = "`#[client]` belongs on a trait; write `#[client(…)] trait Name { … }`";
        syn::Error::new(Span::call_site(), message).to_compile_error()
    };
    let item = unfinished::without_ours(item.clone());
    quote!(#error #item)
}
