//! Where the runtime is. Nothing else in this crate knows.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// Prints as the path of the module that generated code calls.
#[derive(Clone, Default)]
pub(crate) enum CratePath {
    #[default]
    Default,
    /// `#[client(crate = ::my_sdk::retry_client)]`
    Given(syn::Path),
}

impl CratePath {
    /// The path as if it stood at `at`, for what rustc is to complain about there.
    pub(crate) fn at(&self, at: Span) -> TokenStream {
        located_at(self.to_token_stream(), at)
    }
}

/// The same tokens with the same meaning, at another place.
fn located_at(tokens: TokenStream, at: Span) -> TokenStream {
    let token_at = |mut token: TokenTree| {
        let span = token.span().located_at(at);
        if let TokenTree::Group(group) = token {
            token = Group::new(group.delimiter(), located_at(group.stream(), at)).into();
        }
        token.set_span(span);
        token
    };
    tokens.into_iter().map(token_at).collect()
}

impl ToTokens for CratePath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Default => quote!(::retry_client::__private).to_tokens(tokens),
            Self::Given(path) => quote!(#path::__private).to_tokens(tokens),
        }
    }
}
