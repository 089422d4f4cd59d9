//! A search for words among tokens, at any depth.

use proc_macro2::{Ident, TokenStream, TokenTree};

/// Tells whether a word that is wanted occurs among tokens.
pub(crate) fn contains(tokens: TokenStream, is_wanted: impl Fn(&Ident) -> bool + Copy) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => is_wanted(&ident),
        TokenTree::Group(group) => contains(group.stream(), is_wanted),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}
