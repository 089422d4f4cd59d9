//! The path of the runtime, which only this file knows.
//!
//! Most paths in generated code begin with it, so it is imported once, inside the block that hides
//! all generated items, and printed as a short name. Neither the import nor the name can clash with
//! those of the user's module.
//!
//! A path that the user gave may be wrong. rustc reports a failed import and a failed path as two
//! errors, so such a path is never imported: it is printed in full, with the spans of the user's
//! tokens, and rustc reports all its failures as one.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Path;

/// The module of the runtime that generated code calls; printed as its path.
#[derive(Clone)]
pub(crate) enum CratePath {
    /// `::retry_client`
    Default,
    /// `#[client(crate = ::my_sdk::retry_client)]`
    Given(Path),
}

impl CratePath {
    /// The import for the block of generated items.
    pub(crate) fn import(&self) -> TokenStream {
        match self {
            Self::Default => quote!(
                use ::retry_client::__private as __rt;
            ),
            Self::Given(_) => TokenStream::new(),
        }
    }

    /// The path outside of that block.
    pub(crate) fn in_full(&self) -> TokenStream {
        match self {
            Self::Default => quote!(::retry_client::__private),
            Self::Given(_) => self.to_token_stream(),
        }
    }

    /// The path of the attribute of client traits.
    pub(crate) fn client(&self) -> TokenStream {
        match self {
            Self::Default => quote!(::retry_client::client),
            Self::Given(path) => quote!(#path::client),
        }
    }

    /// The path with the span `at`, for code whose errors rustc should report there.
    pub(crate) fn at(&self, at: Span) -> TokenStream {
        match self {
            Self::Default => Ident::new("__rt", at).into_token_stream(),
            Self::Given(path) => {
                // rustc reports an error from the first to the last token of a path. So only these
                // two are moved; the names between them keep the user's spans.
                let mut path = path.clone();
                if let Some(colons) = &mut path.leading_colon {
                    colons.spans = [at; 2];
                }
                let module = quote_spanned!(at=> __private);
                quote!(#path::#module)
            }
        }
    }
}

impl ToTokens for CratePath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.at(Span::call_site()));
    }
}
