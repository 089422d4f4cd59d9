//! Model → tokens, without a way to fail.
//!
//! The output is data for the runtime rather than behaviour: constants that const evaluation checks,
//! and one chain of calls per method. Code lives in the runtime wherever it can, since there it is
//! compiled and tested once, while generated code is compiled in every crate for every method.
//!
//! The trait, the client and its object-safe twin are the only names that the user's module gets.
//! Everything else is in one `const _` block with one list of allowed lints, where its import cannot
//! clash with an item of the user's. The block sees all names of the module, so the user's types and
//! constants mean the same inside.
//!
//! Tokens that rustc may report an error about carry the span of the user's tokens: a type that cannot
//! be decoded is marked at the return type, a constant that is out of bounds at its value. rustc
//! prints the same error at the same place only once, on which several functions here rely.
//!
//! Nothing here may check anything. A check that needs rustc is generated as a const evaluation.

mod argument;
mod client;
mod docs;
mod endpoint;
mod format;
pub(crate) mod future;
mod guards;
mod headers;
mod item;
pub(crate) mod lints;
mod method;
mod object_safe;
mod pages;
mod place;
mod policy;
mod setters;
mod statuses;
mod strategy;
mod through;
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
        // rustc reports errors in the order of the items: first those of declarations, then those of
        // their checks, then those of the methods that depend on both.
        &client.krate,
        &client.shared,
        &[
            client::declared(client),
            format::declared(client),
            policy::check(&client.krate, &client.ident, &client.policy),
            client::inherent(client),
            client::implementation(client),
            through::reference(client),
            object_safe::implementation(client),
            through::object(client),
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

/// A block of unnamed items, in which the import cannot clash with the user's names.
pub(crate) fn block(krate: &CratePath, shared: &TokenStream, items: &[TokenStream]) -> TokenStream {
    let (import, lints) = (krate.import(), lints::of_generated());
    quote! {
        #shared
        #lints
        const _: () = {
            #import
            #(#items)*
        };
    }
}
