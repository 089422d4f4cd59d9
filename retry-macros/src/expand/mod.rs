//! What is meant → tokens. Nothing here can fail.

mod client;
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

use crate::model::Client;

/// The trait, its client, and what connects the two.
pub(crate) fn client(client: &Client) -> TokenStream {
    let import = client::import(client);
    let item = item::item(client);
    let structure = client::structure(client);
    let declared = client::declared(client);
    let inherent = client::inherent(client);
    let implementation = client::implementation(client);
    let twin = object_safe::twin(client);
    let base_urls = client::checks(client);
    let headers = headers::checks(client);
    quote! {
        #import
        #item
        #structure
        #declared
        #inherent
        #implementation
        #twin
        #base_urls
        #headers
    }
}
