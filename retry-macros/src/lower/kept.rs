//! The attributes that are the user's, for what is emitted.

use proc_macro2::TokenStream;
use quote::{ToTokens, TokenStreamExt};
use syn::Attribute;

use crate::model::Kept;
use crate::syntax::helper;

/// Sorts out our own attributes, and those a second function cannot carry.
pub(crate) fn kept(attributes: &[Attribute]) -> Kept {
    // What is expected of the user's method cannot be expected of the generated one too.
    let is_shared =
        |attribute: &&Attribute| helper::is_foreign(attribute) && !helper::is(attribute, "expect");
    Kept {
        shared: all(attributes.iter().filter(is_shared)),
        cfg: cfg(attributes),
    }
}

/// The `#[cfg]`s among attributes.
pub(crate) fn cfg(attributes: &[Attribute]) -> TokenStream {
    all(attributes
        .iter()
        .filter(|attribute| helper::is(attribute, "cfg")))
}

fn all<T: ToTokens>(attributes: impl Iterator<Item = T>) -> TokenStream {
    let mut tokens = TokenStream::new();
    tokens.append_all(attributes);
    tokens
}
