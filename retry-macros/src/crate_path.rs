//! Where the runtime is. Nothing else in this crate knows.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

/// Prints as the short name of the module that generated code calls; [`import`](Self::import) says
/// once what that stands for. A path that leads nowhere is one error then, and each of its many
/// uses is a third as long.
#[derive(Clone)]
pub(crate) struct CratePath {
    /// `#[client(crate = ::my_sdk::retry_client)]`
    given: Option<syn::Path>,
    /// `__GitHub`
    alias: Ident,
}

impl CratePath {
    pub(crate) fn new(item: &Ident, given: Option<syn::Path>) -> Self {
        Self {
            given,
            alias: format_ident!("__{}", item.unraw(), span = Span::call_site()),
        }
    }

    pub(crate) fn import(&self) -> TokenStream {
        let alias = &self.alias;
        match &self.given {
            None => quote!(use ::retry_client::__private as #alias;),
            Some(path) => {
                let at = Span::call_site().located_at(path.span());
                let module = quote_spanned!(at=> __private);
                quote!(use #path::#module as #alias;)
            }
        }
    }

    /// The path as if it stood at `at`, for what rustc is to complain about there.
    pub(crate) fn at(&self, at: Span) -> TokenStream {
        let mut alias = self.alias.clone();
        alias.set_span(alias.span().located_at(at));
        alias.into_token_stream()
    }
}

impl ToTokens for CratePath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.alias.to_tokens(tokens);
    }
}
