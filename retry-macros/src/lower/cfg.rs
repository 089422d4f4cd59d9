//! `#[cfg]`s, which are compared as text: only rustc can evaluate them.

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

/// Tells whether two items exclude each other, as each depends on a `#[cfg]` of its own.
pub(crate) fn exclusive(left: &[Attribute], right: &[Attribute]) -> bool {
    let depends = |attributes| cfgs(attributes).next().is_some();
    // Different text is taken to exclude each other. If two `cfg`s hold at once after all, rustc
    // finds the same name twice and says so, at the user's methods.
    depends(left) && depends(right) && cfg(left).to_string() != cfg(right).to_string()
}

fn cfgs(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes
        .iter()
        .filter(|attribute| helper::is(attribute, "cfg"))
}
