//! `#[client]`, from tokens to tokens.

use proc_macro2::TokenStream;

use crate::diag::Diagnostics;
use crate::model::Client;
use crate::syntax::api::Api;
use crate::syntax::client::ClientArgs;
use crate::syntax::unfinished::{self, Readable};
use crate::syntax::visibility;
use crate::{expand, fallback, lower};

/// Expands a client trait; after an error, to something that causes no other.
pub(crate) fn expand_client(args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut api = match syn::parse2::<syn::ItemTrait>(item.clone()) {
        Ok(api) => api,
        Err(error) => return expand_unfinished(args, item, &error),
    };
    let visibilities = visibility::take(&mut api);
    match judge(args.clone(), &api, &visibilities) {
        Ok(client) => expand::client(&client),
        Err(error) => fallback::expand(args, &api, &error.to_compile_error()),
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
        return fallback::not_a_trait(item, error);
    };
    let visibilities = visibility::take(&mut api);
    let mut errors = TokenStream::new();
    if !is_whole {
        errors.extend(error.to_compile_error());
    }
    if let Err(error) = judge(args.clone(), &api, &visibilities) {
        errors.extend(error.to_compile_error());
    }
    fallback::expand(args, &api, &errors)
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
