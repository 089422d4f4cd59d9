//! `#[client]`, from tokens to tokens.

use proc_macro2::TokenStream;

use crate::diag::Diagnostics;
use crate::model::Client;
use crate::syntax::api::Api;
use crate::syntax::client::ClientArgs;
use crate::syntax::visibility;
use crate::{expand, fallback, lower};

/// Expands a client trait; after an error, to something that causes no other.
pub(crate) fn expand_client(args: TokenStream, item: &TokenStream) -> TokenStream {
    let mut api = match syn::parse2::<syn::ItemTrait>(item.clone()) {
        Ok(api) => api,
        Err(error) => return fallback::not_a_trait(item, &error),
    };
    let visibilities = visibility::take(&mut api);
    match judge(args.clone(), &api, &visibilities) {
        Ok(client) => expand::client(&client),
        Err(error) => fallback::expand(args, &api, &error),
    }
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
