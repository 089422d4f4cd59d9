//! Where the runtime is. Nothing else in this crate knows.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// Prints as the path of the module that generated code calls.
#[derive(Clone, Default)]
pub(crate) enum CratePath {
    #[default]
    Default,
    /// `#[client(crate = ::my_sdk::retry_client)]`
    Given(syn::Path),
}

impl ToTokens for CratePath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Default => quote!(::retry_client::__private).to_tokens(tokens),
            Self::Given(path) => quote!(#path::__private).to_tokens(tokens),
        }
    }
}
