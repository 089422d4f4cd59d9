//! What is meant → tokens. Nothing here can fail.

mod client;
mod docs;
mod endpoint;
pub(crate) mod future;
mod headers;
mod item;
pub(crate) mod lints;
mod method;
mod object_safe;
mod place;
mod policy;
mod strategy;
mod values;

use proc_macro2::TokenStream;
use quote::quote;

use crate::crate_path::CratePath;
use crate::model::Client;

/// The trait and its client, and one block with all that connects the two.
pub(crate) fn client(client: &Client) -> TokenStream {
    let item = item::item(client);
    let structure = client::structure(client);
    let twin = object_safe::twin(client);
    let block = block(
        &client.krate,
        &client.cfg,
        &[
            client::declared(client),
            client::inherent(client),
            client::implementation(client),
            object_safe::implementation(client),
            client::checks(client),
            headers::checks(client),
        ],
    );
    quote! {
        #item
        #structure
        #twin
        #block
    }
}

/// Items without a name of their own, where neither they nor the import meet those of the user.
pub(crate) fn block(krate: &CratePath, cfg: &TokenStream, items: &[TokenStream]) -> TokenStream {
    let (import, lints) = (krate.import(), lints::of_generated());
    quote! {
        #cfg
        #lints
        const _: () = {
            #import
            #(#items)*
        };
    }
}
