//! The `#[cfg]`s of a trait, which everything generated shares. Those inside of it are evaluated before.

use proc_macro2::TokenStream;
use quote::TokenStreamExt;
use syn::Attribute;

use crate::syntax::helper;

/// The `#[cfg]`s among attributes.
pub(crate) fn cfg(attributes: &[Attribute]) -> TokenStream {
    let mut tokens = TokenStream::new();
    tokens.append_all(cfgs(attributes));
    tokens
}

fn cfgs(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes
        .iter()
        .filter(|attribute| helper::is(attribute, "cfg"))
}
